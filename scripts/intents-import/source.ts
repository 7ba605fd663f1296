/** What every foreign format is brought to before it is written into the table. */
import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import type { Scope } from '#bot/table.ts';
import type { Tongue } from '#domain/understanding.ts';

export interface Imported {
  /** As it is called there. */
  readonly name: string;
  readonly tongue: Tongue;
  /** Narrower than the site where a row speaks for one course or lesson only. */
  readonly scope: Scope;
  readonly examples: readonly string[];
  /** Empty where the format has none. */
  readonly answers: readonly string[];
}
export interface Source {
  readonly intents: readonly Imported[];
  /** What was there and is not taken over, each a sentence. */
  readonly left: readonly string[];
}

/** The text of a file. Throws BadInput where its bytes are another encoding's: they would end up as � in the table. */
export function readText(file: string): string {
  const bytes = readFileSync(file);
  if (isUtf8(bytes)) return bytes.toString('utf8');
  throw new BadInput(
    `${file} is not UTF-8: save it again in that encoding (Excel: "CSV UTF-8"; else e.g. iconv -f GB18030 -t UTF-8)`,
  );
}

/** What is wrong with the input, and what to do about it. */
export class BadInput extends Error {}
