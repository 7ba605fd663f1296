/** The messages in tests/corpora/written, one file per domain and language: "# intent", then a message per line. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Tongue } from '#domain/understanding.ts';
import { corpusFile } from '#scripts/data/corpora.ts';

export interface Domain {
  readonly name: string;
  readonly intents: ReadonlyMap<string, readonly string[]>;
}
export const WRITTEN = 'written';

/** By name. Throws, naming the line, where a message stands before any intent or an intent stands twice. */
export function readDomains(tongue: Tongue): readonly Domain[] {
  const ending = `.${tongue}.txt`;
  return writtenFiles()
    .filter((name) => name.endsWith(ending))
    .map((name) => ({ name: name.slice(0, -ending.length), intents: parseWritten(name, readWritten(name)) }));
}
export const writtenFiles = (): readonly string[] => readdirSync(corpusFile(WRITTEN)).sort();
export const readWritten = (name: string): string => readFileSync(corpusFile(`${WRITTEN}/${name}`), 'utf8');

export function parseWritten(name: string, text: string): Map<string, readonly string[]> {
  const intents = new Map<string, string[]>();
  let messages: string[] | null = null;
  text.split('\n').forEach((raw, i) => {
    const line = raw.trim();
    if (line.startsWith('# ')) {
      const intent = line.slice(2);
      if (intents.has(intent)) throw new Error(`${name}:${i + 1}: "${intent}" stands here for the second time`);
      messages = [];
      intents.set(intent, messages);
    } else if (line !== '') {
      if (messages === null) throw new Error(`${name}:${i + 1}: a message before the first "# intent"`);
      messages.push(line);
    }
  });
  return intents;
}
