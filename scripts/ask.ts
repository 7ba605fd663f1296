/** `npm run ask -- "how do I get a refund" [--lang zh] [--course id] [--lesson id] [--exam] [--trace]`: the bot's reply in the terminal. */
import { createBot } from '#bot/engine.ts';
import { EMPTY_MEMORY } from '#domain/understanding.ts';
import { readArguments, stop } from './read-arguments.ts';

const USAGE =
  'Usage: npm run ask -- "how do I get a refund" ["next message" …] [--lang zh] [--course id] [--lesson id] [--exam] [--trace] [--dir intents]';
const { values, positionals } = readArguments(
  {
    allowPositionals: true,
    options: {
      dir: { type: 'string', default: process.env['INTENTS_DIR'] || 'intents' },
      lang: { type: 'string', default: 'en' },
      course: { type: 'string' },
      lesson: { type: 'string' },
      exam: { type: 'boolean', default: false },
      trace: { type: 'boolean', default: false },
    },
  },
  USAGE,
);
if (positionals.length === 0) stop(USAGE);

const bot = await createBot({
  dir: values.dir,
  // The server's models, where it has trained: nobody waits twice for the same table.
  cacheDir: process.env['DATA_DIR'] || 'data',
  trainer: null,
  log: { info: () => undefined, warn: (_, message) => console.error(message) },
  watch: false,
  onFirstLearning: () => console.error('Learning the table: this takes a while, once for each change of phrases …'),
}).catch((error: Error) => stop(error.message));
let memory = EMPTY_MEMORY;
// Several messages make one conversation.
for (const text of positionals) {
  const { course, lesson } = values;
  const reply = await bot.reply({
    text,
    lang: values.lang,
    place: {
      ...(course === undefined ? {} : { course: { id: course, title: course } }),
      ...(lesson === undefined ? {} : { lesson: { id: lesson, title: lesson } }),
      ...(values.exam ? { page: { url: '/', kind: 'exam' as const } } : {}),
    },
    learner: { name: null, email: null },
    memory,
    hours: { staffed: true, today: '9:00–17:00', next: '9:00' },
  });
  memory = reply.memory;
  console.log(`\n> ${text}`);
  for (const said of reply.says) {
    console.log(said.text);
    for (const { label, choice } of said.choices) console.log(`  [${label}] ${choice}`);
    if (values.trace)
      console.log(
        `  ${said.act}, ${said.kind}, ${said.severity}: ${said.trace.sentence}\n  ${JSON.stringify({ ...said.trace, sentence: undefined })}`,
      );
  }
  if (reply.handoff !== undefined) console.log(`  -> a person takes over (${reply.handoff})`);
  if (reply.request !== undefined)
    console.log(`  -> request filed: ${reply.request.kind} ${JSON.stringify(reply.request.slots)}`);
}
bot.close();
