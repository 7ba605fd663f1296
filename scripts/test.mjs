// `npm test`: everything a landing must pass, on a fresh clone too.
import { ensureChromium } from './chromium.mjs';
import { ensureBuilt, ensureNode, ensurePackages, run, say } from './ready.mjs';

const began = Date.now();
ensureNode();
ensurePackages();
const chromium = ensureChromium();
run(process.execPath, ['scripts/check.mjs']);
say('intent table (intents:check)');
run('npm', ['run', '--silent', 'intents:check']);
say('unit, contract and integration tests (vitest)');
run('npx', ['vitest', 'run']);
await ensureBuilt();
say('browser tests (playwright)');
run(
  'npx',
  ['playwright', 'test', '--config', 'tests/browser/playwright.config.ts'],
  chromium ? { CHROMIUM_PATH: chromium } : {},
);
say(`all green in ${Math.round((Date.now() - began) / 1000)} s`);
