/** A model at work: which intents a message resembles, and how familiar it is at all. */

import { mendHomophones } from '#bot/homophones.ts';
import { createRecent } from '#bot/recent.ts';
import { correct } from '#bot/speller.ts';
import { stringAt } from '#bot/string-table.ts';
import { type Scope, visible } from '#bot/table.ts';
import type { Tongue } from '#domain/understanding.ts';
import type { Model } from './model.ts';
import { ask, hearing, type Opinion } from './panel.ts';
import { lightSense, type Maps, meaningOf, shippedMaps, wordsOf } from './sense.ts';
import { familiarity, type Mode, probabilities, type Trust } from './trust.ts';

export interface Resembling {
  readonly intent: string;
  /** Calibrated probability. */
  readonly score: number;
  /** The most similar example of that intent, as the owner wrote it. */
  readonly by: string | null;
}
export interface Resemblance {
  /** Most likely first, one entry per intent. */
  readonly ranked: readonly Resembling[];
  readonly verdict: 'sure' | 'unsure' | 'unknown';
  readonly familiarity: number;
  /** The encoder's vector of the message would make this surer. */
  readonly wantsVector: boolean;
}
const STRANGE: Resemblance = { ranked: [], verdict: 'unknown', familiarity: Number.NEGATIVE_INFINITY, wantsVector: false };
const RANKED = 5;

/** What is made of a message before the encoder has spoken. */
interface Heard {
  /** Of `wordsOf`. */
  readonly words: Float32Array;
  readonly opinion: Opinion;
}
/** Messages that may wait for the encoder at one time. */
const WAITING = 32;
/** A word that nobody knows costs a tenth of a millisecond. */
const MOST_MENDED = 40;

export class Likeness {
  readonly model: Model;
  readonly #maps: Maps;
  readonly #heard = createRecent<Heard>(WAITING);

  constructor(model: Model, maps: Maps = shippedMaps()) {
    this.model = model;
    this.#maps = maps;
  }

  get tongue(): Tongue {
    return this.model.tongue;
  }
  /** The words as the table, or else the language, spells them; as many as there were. */
  correct(tokens: readonly string[]): readonly string[] {
    const { tongue, spelling, said } = this.model;
    const spelled = tokens.map((token, at) => (at < MOST_MENDED ? correct(spelling, token) : token));
    return tongue === 'zh' ? mendHomophones(said, spelled) : spelled;
  }

  /**
   * `tokens` after the speller; `vector`: the encoder's, null when it cannot be had. Only classes visible at `place` that `exists`
   * are considered. Without a vector: under a millisecond for a hundred classes.
   */
  judge(
    tokens: readonly string[],
    vector: Float32Array | null,
    place: Scope,
    exists: (intent: string) => boolean,
  ): Resemblance {
    const { classes, panel, light, full } = this.model;
    const open = classes.map((c) => visible(c.scope, place) && exists(c.intent));
    if (tokens.length === 0 || !open.includes(true)) return STRANGE;
    const heard = this.#hear(tokens);
    const meaning = full === null || vector === null ? null : meaningOf(this.tongue, tokens, vector, heard.words, this.#maps);
    const opinion = hearing(panel, meaning, heard.opinion);
    if (opinion.known === 0 && opinion.sentence === null) return { ...STRANGE, wantsVector: full !== null };
    const quick = this.#weigh('light', light, opinion, open);
    if (full === null || quick.familiarity >= light.certain) return { ...quick, wantsVector: false };
    if (opinion.sentence === null) return { ...quick, wantsVector: true };
    return { ...this.#weigh('full', full, opinion, open), wantsVector: false };
  }

  /** The opinion without the encoder's vector: asked for first, and again when the vector has come. */
  #hear(tokens: readonly string[]): Heard {
    const { tongue, panel } = this.model;
    const key = tokens.join(' ');
    const had = this.#heard.get(key);
    if (had !== undefined) return had;
    const words = wordsOf(tongue, tokens);
    const heard = { words, opinion: ask(panel, lightSense(tongue, tokens, words, this.#maps)) };
    this.#heard.put(key, heard);
    return heard;
  }

  #weigh(mode: Mode, trust: Trust, opinion: Opinion, open: readonly boolean[]): Omit<Resemblance, 'wantsVector'> {
    const { classes, texts } = this.model;
    const p = probabilities(trust, mode, opinion, open);
    const scores = new Map<string, number>();
    classes.forEach(({ intent }, k) => {
      if (open[k] === true) scores.set(intent, (scores.get(intent) ?? 0) + (p[k] ?? 0));
    });
    const top = [...scores].sort((a, b) => b[1] - a[1]).slice(0, RANKED);
    const lessonOf = (intent: string): number => {
      const same = classes.flatMap((c, k) => (c.intent === intent && open[k] === true ? [k] : []));
      const [best] = same.sort((a, b) => (opinion.nearest[b] as number) - (opinion.nearest[a] as number));
      return opinion.closest[best ?? -1] ?? -1;
    };
    const known = familiarity(trust, mode, opinion, top[0]?.[1] ?? 0, open);
    return {
      ranked: top.map(([intent, score]) => ({ intent, score, by: stringAt(texts, lessonOf(intent)) })),
      verdict: known >= trust.sure ? 'sure' : known >= trust.unknown ? 'unsure' : 'unknown',
      familiarity: known,
    };
  }
}
