// `npm run dev`: builds, runs the server, and does both again when a source changes. Intents reload by themselves.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { ensureNode, ensurePackages, root, say } from './ready.mjs';

ensureNode();
process.chdir(root);
ensurePackages();
const { build } = await import('./build.mjs');

let server;
let building = false;
let again = false;

/** Ends the running server by its own handle and waits for it. */
function stop() {
  return new Promise((resolve) => {
    if (!server || server.exitCode !== null) return resolve();
    server.once('exit', resolve);
    server.kill('SIGTERM');
  });
}

async function rebuild() {
  if (building) {
    again = true;
    return;
  }
  building = true;
  try {
    await build({ minify: false });
    await stop();
    server = spawn(process.execPath, ['--enable-source-maps', 'dist/server/main.js'], { stdio: 'inherit' });
    say('running; waiting for changes');
  } catch (error) {
    say(`build failed, the old server goes on: ${error.message.split('\n')[0]}`);
  }
  building = false;
  if (again) {
    again = false;
    await rebuild();
  }
}

let timer;
for (const folder of ['protocol', 'server', 'widget', 'console']) {
  watch(join(root, folder), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(rebuild, 150);
  });
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void stop().then(() => process.exit(0)));
await rebuild();
