/** The support desks in tests/corpora/desks, which measure and never teach: their first messages are tidy, the others as people type them. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Tongue } from '#domain/understanding.ts';
import { corpusFile, dice, OUT_OF_SCOPE, type Row, shuffled } from '#scripts/data/corpora.ts';
import { parseWritten } from '#scripts/data/written.ts';

/** So many messages of each intent, the tidy ones, are the table. */
export const TIDY = 6;
/** Messages of the other desks that each is asked, too. */
const STRANGERS = 100;
const FOLDER = 'desks';

export interface Desk {
  readonly name: string;
  readonly train: readonly Row[];
  readonly test: readonly Row[];
}

export function readDesks(tongue: Tongue): readonly Desk[] {
  const ending = `.${tongue}.txt`;
  const desks = readdirSync(corpusFile(FOLDER))
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => {
      const intents = parseWritten(name, readFileSync(corpusFile(`${FOLDER}/${name}`), 'utf8'));
      const rows = (from: number, to?: number): Row[] =>
        [...intents].flatMap(([intent, messages]) => messages.slice(from, to).map((text) => ({ text, intent })));
      return { name: name.slice(0, -ending.length), train: rows(0, TIDY), asked: rows(TIDY) };
    });
  return desks.map(({ name, train, asked }, i) => {
    const others = desks.filter((desk) => desk.name !== name).flatMap((desk) => desk.asked);
    const strangers = shuffled(others, dice(i + 1)).slice(0, STRANGERS);
    return { name, train, test: [...asked, ...strangers.map(({ text }) => ({ text, intent: OUT_OF_SCOPE }))] };
  });
}
