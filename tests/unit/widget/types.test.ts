import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (file: string) => readFileSync(new URL(`../../../widget/${file}`, import.meta.url), 'utf8');
const types = read('handraise.d.ts');
const block = (text: string, from: string, end: string) =>
  text.slice(text.indexOf(from), text.indexOf(end, text.indexOf(from)));
const sorted = (names: Iterable<string>) => [...new Set(names)].sort();
const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? '');

describe('the types for host pages', () => {
  it('W98 name every verb that loader and app have, and no other', () => {
    const promised = found(types, /verb: ((?:'\w+'(?: \| )?)+)/g).flatMap((names) => found(names, /'(\w+)'/g));
    const ofLoader = found(block(read('loader.ts'), 'const verbs', '\n  };'), /^ {4}(\w+)(?=[:(,])/gm);
    const ofApp = found(block(read('app-ports.ts'), 'export interface Verbs', '\n}'), /^ {2}(\w+)\(/gm);
    // The loader's own word to the app, which no page says.
    const all = [...ofLoader, ...ofApp, 'on'].filter((verb) => verb !== 'resume');
    expect(sorted(promised)).toEqual(sorted(all));
  });

  it('W98 name every event that is told, each also as an event of the document', () => {
    const promised = found(block(types, 'export interface HandraiseEvents', '\n}'), /^ {2}'?([\w:]+)'?:/gm);
    const ofDocument = found(types, /'handraise:([\w:]+)': CustomEvent/g);
    const told = [
      ...found(read('loader.ts') + read('app.tsx'), /emit\('([\w:]+)'/g),
      ...found(read('announce.ts') + read('chat.ts'), /(?:return|push\(|announce\() ?\['([\w:]+)'/g),
    ];
    expect(sorted(ofDocument)).toEqual(sorted(promised));
    expect(sorted(told)).toEqual(sorted(promised));
  });
});
