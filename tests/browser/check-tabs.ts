/**
 * `npm run check:tabs -- --rounds 200 --seed 7`: D3 at length. A learner's tab is reloaded, left, closed or killed at random moments after
 * Send, again and again. The last line is JSON; exit code 1 when anything was lost, doubled or reordered.
 */
import { parseArgs } from 'node:util';
import { chromium } from 'playwright/test';
import { startServer } from './fixtures.ts';
import { tabFaults } from './tab-faults.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '200' }, seed: { type: 'string', default: '7' } },
});
const [rounds, seed] = [Number(values.rounds), Number(values.seed)];
if (!Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(seed))
  throw new Error('--rounds and --seed: write whole numbers');

const executablePath = process.env['CHROMIUM_PATH'];
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: ['--no-sandbox', '--disable-gpu'],
});
const server = await startServer({ LIMIT_MESSAGES: '1000/1s', LIMIT_MESSAGES_LONG: '100000/1h', LIMIT_COMMANDS: '1000/1s' });
let sound = false;
try {
  const { sent, stored, shown } = await tabFaults(browser, server.url, rounds, seed);
  const lost = sent.filter((text) => !stored.includes(text)).length;
  const duplicated = stored.length - new Set(stored).size;
  const reordered = lost + duplicated === 0 && stored.join() !== sent.join() ? 1 : 0;
  // The page holds the newest part of a long thread.
  const untrue = shown.join() === stored.slice(-shown.length).join() ? 0 : 1;
  sound = lost + duplicated + reordered + untrue === 0;
  process.stdout.write(`${JSON.stringify({ sent: sent.length, lost, duplicated, reordered, untrue, seed })}\n`);
} finally {
  await browser.close();
  await server.stop();
}
process.exit(sound ? 0 : 1);
