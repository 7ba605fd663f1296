/**
 * `npm run check:delivery -- --messages 10000 --kills 20 --cuts 50 --seed 7`: a real server is killed and its lines are broken while
 * learners and agents talk through it; then everything is compared. The last line is JSON; exit code 1 when anything is not zero.
 */
import { parseArgs } from 'node:util';
import { product } from '#scripts/bench/product.ts';
import { runDelivery } from './run.ts';

const NUMBERS = { messages: '10000', kills: '20', cuts: '50', seed: '7', learners: '24', agents: '3' };

function read() {
  const options = Object.fromEntries(
    Object.entries(NUMBERS).map(([name, standard]) => [name, { type: 'string', default: standard } as const]),
  );
  const { values } = parseArgs({ options: { ...options, server: { type: 'string', default: 'dist/server/main.js' } } });
  const given: Readonly<Record<string, string | undefined>> = values;
  const number = (name: keyof typeof NUMBERS) => {
    const value = Number(given[name]);
    if (!Number.isInteger(value) || value < 0) throw new Error(`--${name} ${String(given[name])}: write a whole number`);
    return value;
  };
  return {
    messages: number('messages'),
    kills: number('kills'),
    cuts: number('cuts'),
    seed: number('seed'),
    learners: Math.max(1, number('learners')),
    agents: Math.min(3, number('agents')),
    program: product(given['server']),
  };
}

const say = (words: string) => process.stderr.write(`${words}\n`);

try {
  const asked = read();
  const { violations, folder, ...found } = await runDelivery({ ...asked, tell: say });
  for (const { rule, kind, what } of violations) say(`${rule} ${kind}: ${what}`);
  const { acked, lost, duplicated, reordered, unexpected, kills, cuts, seed } = found;
  const sound = lost + duplicated + reordered + unexpected === 0 && kills === asked.kills && cuts === asked.cuts;
  if (!sound) say(`history and database: ${folder}`);
  process.stdout.write(`${JSON.stringify({ acked, lost, duplicated, reordered, unexpected, kills, cuts, seed })}\n`);
  process.exit(sound ? 0 : 1);
} catch (error) {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(1);
}
