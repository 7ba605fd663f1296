/** The public corpora in tests/corpora, and examples drawn from them. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Row {
  readonly text: string;
  /** "oos": out of scope. */
  readonly intent: string;
}
export const OUT_OF_SCOPE = 'oos';
const FOLDER = new URL('../../tests/corpora/', import.meta.url);

/** Throws, naming the line, where a line is not {"text","intent"}. */
export function readRows(path: string): Row[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, i) => {
      if (line.trim() === '') return [];
      let row: Partial<Row>;
      try {
        row = JSON.parse(line) as Partial<Row>;
      } catch {
        throw new Error(`${path}:${i + 1}: not JSON; each line is {"text": "...", "intent": "..."}`);
      }
      if (typeof row.text !== 'string' || typeof row.intent !== 'string')
        throw new Error(`${path}:${i + 1}: "text" and "intent" must be strings`);
      return [{ text: row.text, intent: row.intent }];
    });
}
/** A file of tests/corpora, e.g. "hwu64/train.jsonl". */
export const corpusFile = (name: string): string => fileURLToPath(new URL(name, FOLDER));

/** Numbers 0 to 1, the same for the same seed (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A copy in another order (Fisher and Yates). */
export function shuffled<T>(list: readonly T[], chance: () => number): T[] {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(chance() * (i + 1));
    [copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
  }
  return copy;
}

/** `perIntent` rows of each intent (null: all), drawn by `seed`; rows out of scope are left out. */
export function draw(rows: readonly Row[], perIntent: number | null, seed: number): Row[] {
  const byIntent = new Map<string, Row[]>();
  for (const row of rows) {
    if (row.intent === OUT_OF_SCOPE) continue;
    const list = byIntent.get(row.intent) ?? [];
    byIntent.set(row.intent, list);
    list.push(row);
  }
  const chance = dice(seed);
  return [...byIntent.values()].flatMap((list) => shuffled(list, chance).slice(0, perIntent ?? list.length));
}
