import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { configurationTable, readBlock, replaceBlock } from '#scripts/readme-blocks.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

describe('README', () => {
  it('N6 names every variable with the default and meaning that the code has (npm run readme writes it)', () => {
    expect(readBlock(readme, 'table:configuration')).toBe(configurationTable());
  });

  it('N6 a block is replaced whole, and a missing one is an error', () => {
    expect(replaceBlock('a\n<!-- x -->\nold\n<!-- /x -->\nb', 'x', 'new')).toBe('a\n<!-- x -->\nnew\n<!-- /x -->\nb');
    expect(() => replaceBlock('a', 'x', 'new')).toThrow('<!-- x -->');
  });

  it('N6 every command it names exists', () => {
    const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { scripts: object };
    const named = [...readme.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !(name !== undefined && name in scripts))).toEqual([]);
  });

  it('D48 where the table and the bot are changed it says that the commands heed the folders of the server', () => {
    const section = /## Change an answer\n([\s\S]*?)\n## /.exec(readme)?.[1] ?? '';
    for (const name of ['`npm run ask', '`INTENTS_DIR`', '`INTENTS_TESTS_DIR`', '`DATA_DIR`']) expect(section).toContain(name);
  });

  it('N6 every local file it links to exists', () => {
    const links = [...readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path]) => path ?? '');
    expect(links.length).toBeGreaterThan(3);
    for (const path of links) expect(() => readFileSync(new URL(`../../${path}`, import.meta.url)), path).not.toThrow();
  });
});
