import { EMPTY_MEMORY } from '#domain/understanding.ts';
import { createBot } from './engine.ts';

const log = { info: (d: object, m: string) => console.log(m, d), warn: (d: object, m: string) => console.log('WARN', m, d) };
let t = performance.now();
const bot = await createBot({ dir: '/work/main/intents', cacheDir: '/tmp/botlab/cache', trainer: null, log, watch: false });
console.log('start', (performance.now() - t) | 0);
let memory = EMPTY_MEMORY;
for (const text of process.argv.slice(2)) {
  const [a, choice] = text.split('|');
  t = performance.now();
  const r = await bot.reply({
    text: a,
    ...(choice ? { choice } : {}),
    lang: 'en',
    place: { course: { id: 'python-basics', title: 'Python Basics' } },
    learner: { name: null, email: null },
    memory,
    hours: { staffed: true, today: '9 to 5', next: 'Monday 9:00' },
  });
  memory = r.memory;
  console.log('\n>', text, (performance.now() - t).toFixed(2) + 'ms');
  for (const s of r.says)
    console.log(
      `[${s.act}] ${s.text}\n   (${s.choices.map((c) => c.label + '=' + c.choice).join(', ')})\n   ${s.trace.how} ${s.trace.sentence}`,
    );
  if (r.handoff || r.request) console.log('   ->', r.handoff, JSON.stringify(r.request));
}
bot.close();
