// Finds a Chromium, or installs one: the system's package manager first, Playwright's own download as the last resort.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { say } from './ready.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function onPath(names) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of names) {
      try {
        const path = join(folder, name);
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not here: look on.
      }
    }
  }
  return undefined;
}

const tried = (command, args) => spawnSync(command, args, { stdio: 'inherit' }).status === 0;

/** Path of a Chromium executable; undefined means Playwright's own build is there. Ends the process when none can be had. */
export function ensureChromium() {
  const found = process.env.CHROMIUM_PATH || onPath(NAMES);
  if (found) return found;
  if (onPath(['apt-get'])) {
    const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
    const apt = (...args) => {
      const [command, ...rest] = [...sudo, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
      return tried(command, rest);
    };
    say('no Chromium found: installing it with apt-get, with fonts for Chinese');
    // Chromium first and alone: a machine without the fonts' package can still run the tests.
    if (apt('update', '-qq') && apt('install', '-y', '-qq', '--no-install-recommends', 'chromium')) {
      apt('install', '-y', '-qq', '--no-install-recommends', 'fonts-noto-cjk', 'fonts-noto-color-emoji');
      const installed = onPath(NAMES);
      if (installed) return installed;
    }
  }
  say('no Chromium from the system: asking Playwright to fetch its own');
  if (tried('npx', ['playwright', 'install', 'chromium'])) return undefined;
  process.stderr.write(
    'The browser tests need Chromium: install it, or set CHROMIUM_PATH to its executable, and run npm test again.\n',
  );
  process.exit(1);
}
