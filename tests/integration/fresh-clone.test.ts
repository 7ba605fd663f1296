/** A clone in which nothing is installed; of npm only the installing is played. */
import { execFile } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const SLOW_MS = 60_000;
let clone: string;
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'handraise-clone-'));
  mkdirSync(join(clone, 'scripts'));
  for (const name of ['package.json', 'package-lock.json', 'scripts/ready.mjs', 'scripts/with-packages.mjs'])
    cpSync(join(root, name), join(clone, name));
  writeFileSync(join(clone, 'scripts/hello.ts'), 'const words: string = process.argv.slice(2).join("+"); console.log(words);');
  playNpm(`ln -s '${join(root, 'node_modules')}' node_modules`);
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

/** What `npm ci` does in this test. */
function playNpm(commands: string): void {
  const npm = join(clone, 'bin/npm');
  mkdirSync(dirname(npm), { recursive: true });
  writeFileSync(npm, `#!/bin/sh\necho "npm $*" >> npm.log\n${commands}\n`);
  chmodSync(npm, 0o700);
}
const asked = () => (existsSync(join(clone, 'npm.log')) ? readFileSync(join(clone, 'npm.log'), 'utf8') : '');
const node = (all: readonly string[], more: Record<string, string> = {}) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const env = { PATH: `${join(clone, 'bin')}:${process.env['PATH']}`, ...more };
    execFile(process.execPath, all, { cwd: clone, env }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
const hello = (more: Record<string, string> = {}) =>
  node(['scripts/with-packages.mjs', 'scripts/hello.ts', 'a b', '--c'], more);

it(
  'D54 a command installs what is missing once, and goes on with its arguments',
  async () => {
    const first = await hello();
    expect([first.code, first.err]).toEqual([0, '']);
    expect(first.out).toMatch(/installing packages[\s\S]*\na b\+--c\n$/);
    expect(asked()).toBe('npm ci --include=dev --no-audit --no-fund\n');
    expect(await hello()).toEqual({ code: 0, out: 'a b+--c\n', err: '' });
    expect(asked()).toBe('npm ci --include=dev --no-audit --no-fund\n');
  },
  SLOW_MS,
);

it(
  'D54 packages that are there stay, also older than the lock file; without those for development it says how to get them',
  async () => {
    mkdirSync(join(clone, 'node_modules'));
    symlinkSync(join(root, 'node_modules/tsx'), join(clone, 'node_modules/tsx'));
    expect((await hello()).out).toBe('a b+--c\n');
    rmSync(join(clone, 'node_modules/tsx'));
    playNpm('touch node_modules/.package-lock.json');
    const { code, err } = await hello();
    expect(code).toBe(1);
    expect(err).toContain('npm ci --include=dev');
  },
  SLOW_MS,
);

it('D54 every command that runs from source goes that way', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
  const fromSource = Object.entries(scripts).filter(([, command]) => command.includes('.ts'));
  expect(fromSource.length).toBeGreaterThan(10);
  for (const [name, command] of fromSource) {
    const way = command.includes('playwright') || /^node scripts\/with-(packages|build)\.mjs /.test(command);
    expect([name, way]).toEqual([name, true]);
  }
});

/** As npm does it where NODE_ENV says production: packages for development only when told. */
const PRODUCTION = { NODE_ENV: 'production' };
const productionNpm = () =>
  playNpm(`rm -rf node_modules
case "$*" in
  *--include=dev*) ln -s '${join(root, 'node_modules')}' node_modules ;;
  *) mkdir node_modules && touch node_modules/.package-lock.json ;;
esac`);
/** A start whose build needs esbuild, and a server that says that it runs. */
function playBuild(): void {
  cpSync(join(root, 'scripts/start.mjs'), join(clone, 'scripts/start.mjs'));
  writeFileSync(
    join(clone, 'scripts/build.mjs'),
    `import 'esbuild';
import { mkdirSync, writeFileSync } from 'node:fs';
export function build() {
  mkdirSync('dist/server', { recursive: true });
  writeFileSync('dist/server/main.js', 'console.log("runs")');
}`,
  );
}

it(
  'D59 with NODE_ENV=production a fresh clone starts and runs commands, too',
  async () => {
    productionNpm();
    playBuild();
    expect(await node(['scripts/start.mjs'], PRODUCTION)).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringMatching(/runs\n$/),
    });
    rmSync(join(clone, 'node_modules'));
    expect((await hello(PRODUCTION)).out).toMatch(/\na b\+--c\n$/);
  },
  SLOW_MS,
);

it(
  'D59 where the packages for development were left out, a start installs them if it has to build, and only then',
  async () => {
    productionNpm();
    playBuild();
    mkdirSync(join(clone, 'node_modules'));
    writeFileSync(join(clone, 'node_modules/.package-lock.json'), '');
    expect((await node(['scripts/start.mjs'], PRODUCTION)).out).toMatch(/installing packages[\s\S]*building[\s\S]*runs\n$/);
    rmSync(join(clone, 'node_modules'));
    mkdirSync(join(clone, 'node_modules'));
    writeFileSync(join(clone, 'node_modules/.package-lock.json'), '');
    expect(await node(['scripts/start.mjs'], PRODUCTION)).toEqual({ code: 0, out: 'runs\n', err: '' });
  },
  SLOW_MS,
);
