/** Judgements that wait for the encoder where that makes them surer: first without, then again with the vectors that were missing. */
import type { Hints, Matcher } from '#bot/matcher.ts';
import type { Encoding } from './encoding.ts';

/** A surer reading may split a message otherwise and so ask for more; after this what is at hand must do. */
const ROUNDS = 2;
/** A learner waits no longer for the encoder; it starts with the server and then needs a few milliseconds. */
const PATIENCE_MS = 1500;

/** `judge` is pure and may run up to three times. A sure message waits for nothing; `encoding` null or failing: none does. */
export async function hear<T>(matcher: Matcher, encoding: Encoding | null, judge: (matcher: Matcher) => T): Promise<T> {
  const vectors = new Map<string, Float32Array>();
  for (let round = 0; ; round++) {
    const hints: Hints = { vectors, wanted: new Set() };
    const judged = judge(matcher.hearing(hints));
    const wanted = [...hints.wanted].filter((sentence) => !vectors.has(sentence));
    if (encoding === null || wanted.length === 0 || round === ROUNDS) return judged;
    const made = await encoding.encode(wanted, PATIENCE_MS);
    if (made === null) return judged;
    wanted.forEach((sentence, i) => {
      const vector = made[i];
      if (vector !== undefined) vectors.set(sentence, vector);
    });
  }
}
