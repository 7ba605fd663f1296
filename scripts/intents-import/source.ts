/** What every foreign format is brought to before it is written into the table. */
import type { Tongue } from '#domain/understanding.ts';

export interface Imported {
  /** As it is called there. */
  readonly name: string;
  readonly tongue: Tongue;
  /** Set where a row speaks for one course only. */
  readonly course: string | null;
  readonly examples: readonly string[];
  /** Empty where the format has none. */
  readonly answers: readonly string[];
}
export interface Source {
  readonly intents: readonly Imported[];
  /** What was there and is not taken over, each a sentence. */
  readonly left: readonly string[];
}

/** What is wrong with the input, and what to do about it. */
export class BadInput extends Error {}
