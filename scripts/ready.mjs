// Makes a fresh clone ready: Node's version, the packages, the bundles. Plain JavaScript, because nothing is installed yet.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Prints one line of what happens, so that a first run of a minute does not look stuck. */
export const say = (line) => process.stdout.write(`· ${line}\n`);

/** Runs a command in the project's root with its output shown; ends this process with its exit code when it fails. */
export function run(command, args, env = {}) {
  const done = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  if (done.error) {
    process.stderr.write(`${command} could not be started: ${done.error.message}\n`);
    process.exit(1);
  }
  if (done.status !== 0) process.exit(done.status ?? 1);
}

const changed = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

export function ensureNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= 20) return;
  process.stderr.write(
    `Handraise needs Node 20 or newer; this is ${process.version}. Install it from https://nodejs.org and try again.\n`,
  );
  process.exit(1);
}

const mark = join(root, 'node_modules', '.package-lock.json');
/** Where NODE_ENV says production, npm leaves out what builds and runs the sources, unless told. */
const HOW = ['--include=dev', '--no-audit', '--no-fund'];

function installPackages() {
  say('installing packages (npm ci); the first time takes a minute');
  const done = spawnSync('npm', ['ci', ...HOW], { cwd: root, stdio: 'inherit' });
  if (done.status !== 0) {
    // A mirror without every platform's packages makes npm ci refuse the lock file; npm install takes the same versions from it.
    say('npm ci did not work here: trying npm install');
    run('npm', ['install', ...HOW]);
  }
  // npm keeps the lock file's own time on some versions; the mark must not look older than the lock.
  const now = new Date();
  if (existsSync(mark)) utimesSync(mark, now, now);
}

export function ensurePackages() {
  if (changed(mark) < changed(join(root, 'package-lock.json'))) installPackages();
}

function newest(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

const SOURCES = ['protocol', 'server', 'widget', 'console', 'scripts', 'package.json', 'package-lock.json'];

export async function ensureBuilt() {
  const stamp = join(root, 'dist', '.built');
  if (changed(stamp) >= Math.max(...SOURCES.map((name) => newest(join(root, name))))) return;
  // Somebody may have installed without the packages for development; a server that is built does not need them.
  if (!existsSync(join(root, 'node_modules', 'esbuild'))) installPackages();
  say('building server, widget and console');
  const { build } = await import('./build.mjs');
  await build();
  writeFileSync(stamp, '');
}
