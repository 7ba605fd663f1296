/** Sentences that were never taught: what a change to the table is tested on. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Tongue } from '#domain/understanding.ts';

export interface HeldOut {
  readonly text: string;
  /** Null: out of scope, must not be answered. */
  readonly expected: string | null;
  /** What kind of stranger: the name of its file in oos/. */
  readonly kind?: string;
}

/**
 * `dir` holds en/ and zh/ with files of "intent: [sentences]", and out-of-scope sentences (see `readStrangers`). Empty where there is none. Throws with the file's name when one cannot be read as that.
 */
export async function readHeldOut(dir: string, tongue: Tongue): Promise<readonly HeldOut[]> {
  const names = (await readdir(join(dir, tongue)).catch(none)).filter((name) => /\.ya?ml$/.test(name)).sort();
  const inside = await Promise.all(names.map((name) => sentences(join(dir, tongue, name))));
  return [...inside.flat(), ...(await readStrangers(dir, tongue))];
}

/** Sentences no intent speaks for: lists in oos.<tongue>.yaml (kind "general") and oos/<kind>.<tongue>.yaml. Throws as above. */
export async function readStrangers(dir: string, tongue: Tongue): Promise<readonly HeldOut[]> {
  const ending = `.${tongue}.yaml`;
  const names = (await readdir(join(dir, 'oos')).catch(none)).filter((name) => name.endsWith(ending)).sort();
  const files = [
    { kind: 'general', path: join(dir, `oos${ending}`) },
    ...names.map((name) => ({ kind: name.slice(0, -ending.length), path: join(dir, 'oos', name) })),
  ];
  const read = files.map(async ({ kind, path }) => (await sentences(path)).map((one) => ({ ...one, kind })));
  return (await Promise.all(read)).flat();
}
const none = () => [] as string[];

async function sentences(file: string): Promise<readonly HeldOut[]> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return [];
  try {
    const raw: unknown = parse(text) ?? [];
    if (Array.isArray(raw)) return raw.map((sentence) => ({ text: String(sentence), expected: null }));
    return Object.entries(raw as Record<string, unknown>).flatMap(([expected, list]) => {
      if (!Array.isArray(list)) throw new Error(`"${expected}" must be a list of sentences`);
      return list.map((sentence) => ({ text: String(sentence), expected }));
    });
  } catch (error) {
    throw new Error(`${file} cannot be read: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
  }
}
