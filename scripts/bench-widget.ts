/**
 * `npm run bench:widget`: what the widget costs the page it stands on, in Chromium at a quarter of the processor's speed: one lesson
 * bare, with ours, and with two peers from npm, loaded in turn; medians. Ends with one JSON line; exit code 1 beyond a limit.
 * `--readme` writes README's table; `--no-peers` needs no network; `--loads` how often each page is loaded.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { writeBetween } from '#scripts/bench/table.ts';
import { startServer } from '#tests/support/start-server.ts';
import { clickToComposer, type Load, load } from './widget-bench/measure.ts';
import { layOut, nameOf, type Variant } from './widget-bench/pages.ts';

const { values } = parseArgs({
  options: {
    loads: { type: 'string', default: '9' },
    readme: { type: 'boolean', default: false },
    'no-peers': { type: 'boolean', default: false },
  },
});
/** Plain scripts without types: what is used of them is said here. */
const script = (name: string) => import(new URL(`./${name}.mjs`, import.meta.url).href);
const { buildWidget }: { buildWidget(options: { outdir: string }): Promise<unknown> } = await script('build-widget');
const { compressBeside }: { compressBeside(folder: string): Promise<void> } = await script('compress');
const { ensureChromium }: { ensureChromium(): string | undefined } = await script('chromium');

const LIMITS = { extraScriptMs: 15, longestTaskMs: 50, shift: 0, launcherRatio: 1.2, composerMs: 300 };
const say = (words: string) => process.stderr.write(`${words}\n`);

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
const tenth = (value: number): number => Math.round(value * 10) / 10;

const web = mkdtempSync(join(tmpdir(), 'handraise-bench-widget-'));
await buildWidget({ outdir: join(web, 'widget') });
say('fetching the peers from npm');
const variants = await layOut(web, !values['no-peers']);
await compressBeside(join(web, 'demo'));
const server = await startServer({ webDir: web });
const executablePath = ensureChromium();
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
try {
  const at = (variant: Variant) => `${server.url}/demo/bench/${variant}.html`;
  const loads = new Map<Variant, Load[]>(variants.map((variant) => [variant, []]));
  // In turn, so that what else the machine does falls on all alike; the first round warms up and does not count.
  for (let round = 0; round <= Number(values.loads); round++) {
    for (const variant of variants) {
      const one = await load(browser, at(variant));
      if (round > 0) loads.get(variant)?.push(one);
    }
    say(`round ${round} of ${values.loads}`);
  }
  const composer: number[] = [];
  for (let round = 0; round <= Number(values.loads); round++) {
    const ms = await clickToComposer(browser, at('ours'));
    if (round > 0) composer.push(ms);
  }
  const of = (variant: Variant, key: keyof Load) => median((loads.get(variant) ?? []).map((one) => one[key]));
  const extra = (variant: Variant) => ({
    scriptMs: tenth(of(variant, 'scriptMs') - of('bare', 'scriptMs')),
    scriptBytes: Math.round(of(variant, 'scriptBytes') - of('bare', 'scriptBytes')),
    requests: of(variant, 'requests') - of('bare', 'requests'),
    longestTaskMs: tenth(of(variant, 'longestTaskMs')),
    shift: Math.round(of(variant, 'shift') * 1_000) / 1_000,
    loadRatio: Math.round((of(variant, 'loadMs') / of('bare', 'loadMs')) * 100) / 100,
  });
  const ours = extra('ours');
  const result = {
    extraScriptMs: ours.scriptMs,
    longestTaskMs: ours.longestTaskMs,
    shift: Math.round((of('ours', 'shift') - of('bare', 'shift')) * 1_000) / 1_000,
    launcherRatio: Math.round((of('ours', 'launcherMs') / of('bare', 'loadMs')) * 100) / 100,
    composerMs: Math.round(median(composer)),
    bareLoadMs: Math.round(of('bare', 'loadMs')),
    pages: Object.fromEntries(
      variants.filter((variant) => variant !== 'bare').map((variant) => [nameOf(variant), extra(variant)]),
    ),
  };
  const number = (value: number) => value.toLocaleString('en-US');
  const rows = Object.entries(result.pages).map(
    ([name, { scriptBytes, scriptMs, longestTaskMs, requests }]) =>
      `| ${name} | ${number(tenth(scriptBytes / 1_000))} | ${requests} | ${number(scriptMs)} | ${longestTaskMs === 0 ? 'under 50' : number(longestTaskMs)} |`,
  );
  const table = [
    `What it adds to a lesson page before anybody clicks, in Chromium at a quarter of the processor's speed, medians of ${values.loads} loads in turn (\`npm run bench:widget\`):`,
    '',
    '| | script over the wire (kB) | requests | script (ms) | longest task (ms) |',
    '|---|---:|---:|---:|---:|',
    ...rows,
    '',
    `Our button stands after ${result.launcherRatio} of the bare page's load time, moves nothing, and opens to a text field in ${result.composerMs} ms.`,
  ].join('\n');
  if (values.readme) writeBetween('README.md', 'bench:widget', table);
  say(table);
  const beyond = (Object.keys(LIMITS) as (keyof typeof LIMITS)[]).filter((key) => !(result[key] <= LIMITS[key]));
  for (const key of beyond) say(`${key} is ${result[key]}, more than ${LIMITS[key]}`);
  process.stdout.write(`${JSON.stringify(result)}\n`);
  process.exitCode = beyond.length > 0 ? 1 : 0;
} finally {
  await browser.close();
  await server.close();
  rmSync(web, { recursive: true, force: true });
}
