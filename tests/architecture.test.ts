import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { FENCES, faults, PHRASES, WALLS } from './support/walls.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

function sources(folder: string, pattern = /\.tsx?$/): string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(join(root, path)).isDirectory()) return sources(path, pattern);
    return pattern.test(name) ? [path.split(sep).join('/')] : [];
  });
}

const ALL = ['protocol', 'server', 'widget', 'console'].flatMap((folder) => sources(folder));
const read = (file: string) => readFileSync(join(root, file), 'utf8');

describe('walls', () => {
  it('N1 no source imports across a wall, a fence or a forbidden phrase', () => {
    expect(ALL.length).toBeGreaterThan(50);
    expect(ALL.flatMap((file) => faults(file, read(file)))).toEqual([]);
  });

  const ALIASES = ['#protocol', '#domain', '#bot', '#store', '#desk', '#gateway', '#widget', '#console', '#scripts', '#tests'];
  for (const [folder, allowed] of Object.entries(WALLS)) {
    it(`N1 a planted import is found in ${folder}`, () => {
      for (const alias of ALIASES) {
        for (const source of [
          `import { x } from '${alias}/x.ts';`,
          `import type { X } from '${alias}/x.ts';`,
          `export * from '${alias}/x.ts';`,
          `await import('${alias}/x.ts')`,
        ]) {
          expect(faults(`${folder}/planted.ts`, source).length > 0, `${folder}: ${source}`).toBe(!allowed.includes(alias));
        }
      }
      expect(faults(`${folder}/planted.ts`, `import { x } from '../x.ts';`)).not.toEqual([]);
    });
  }

  it('N1 a planted package is found outside its fence', () => {
    for (const name of Object.keys(FENCES))
      expect(faults('server/domain/planted.ts', `import x from '${name}';`), name).not.toEqual([]);
  });

  it('N1 a planted phrase is found', () => {
    const planted = ['socket.on(', 'Date.now()', 'Math.random()', 'x.innerHTML = y', 'new Function(', 'process.env'];
    for (const phrase of planted) expect(faults('server/domain/planted.ts', phrase), phrase).not.toEqual([]);
    expect(PHRASES.length).toBe(5);
  });
});

describe('the compiler is the wall for what a platform gives', () => {
  let made: string | undefined;
  afterEach(() => {
    if (made) rmSync(made, { recursive: true, force: true });
  });

  it('N2 process, window, fetch and timers do not exist in protocol and domain', () => {
    made = mkdtempSync(join(root, '.tsc', 'planted-'));
    const globals = ['process.exit()', 'window.alert()', "fetch('/')", 'setTimeout(() => 1, 1)', "document.title = ''"];
    for (const folder of ['protocol', 'server/domain']) {
      const file = join(made, `${folder.replaceAll('/', '-')}.ts`);
      writeFileSync(file, globals.map((code) => `export const a${globals.indexOf(code)} = () => ${code};`).join('\n'));
      const config = join(made, `${folder.replaceAll('/', '-')}.json`);
      writeFileSync(
        config,
        JSON.stringify({
          extends: relative(made, join(root, folder, 'tsconfig.json')),
          compilerOptions: {
            composite: false,
            noEmit: true,
            emitDeclarationOnly: false,
            declaration: false,
            tsBuildInfoFile: null,
            rootDir: null,
            outDir: null,
          },
          include: [file],
          references: [],
        }),
      );
      const done = spawnSync('npx', ['tsc', '-p', config], { cwd: root, encoding: 'utf8' });
      for (let line = 1; line <= globals.length; line++) expect(done.stdout, globals[line - 1]).toContain(`.ts(${line},`);
    }
  });
});

describe('files stay small', () => {
  it('N3 no source is over 300 lines and the median is under 80', () => {
    const sizes = ALL.map((file) => ({ file, lines: read(file).split('\n').length })).sort((a, b) => a.lines - b.lines);
    expect(sizes.filter(({ lines }) => lines > 300)).toEqual([]);
    const styles = ['widget', 'console'].flatMap((folder) => sources(folder, /\.css$/));
    expect(styles.filter((file) => read(file).split('\n').length > 300)).toEqual([]);
    expect(sizes[Math.floor(sizes.length / 2)]?.lines).toBeLessThan(80);
  });
});

describe('the project speaks of itself alone', () => {
  it('N4 every SPEC rule has a test that carries its id, and every id in a title is a rule', () => {
    const rules = new Set([...read('SPEC.md').matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map(([, id]) => id ?? ''));
    // Titles of it('C1 …'), test(`W2, W3 …`) and of the second call of it.each(…)('S1 …').
    const titles = sources('tests').flatMap((file) => [...read(file).matchAll(/\(\s*[`'"]((?:[A-Z]\d+(?:, ?| ))+)/g)]);
    const proven = new Set(titles.flatMap(([, ids = '']) => ids.split(/[ ,]+/).filter(Boolean)));
    expect([...rules].filter((id) => !proven.has(id))).toEqual([]);
    expect([...proven].filter((id) => !rules.has(id))).toEqual([]);
    expect(rules.size).toBeGreaterThan(60);
  });
});
