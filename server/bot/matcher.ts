/** Message in, ranked intents out: patterns first, then regexes, the very example, likeness. Pure once compiled. */
import type { Candidate, Tongue } from '#domain/understanding.ts';
import { findEntities, type Span } from './entities.ts';
import type { Likeness, Resemblance } from './members/likeness.ts';
import type { Vectors } from './members/model.ts';
import { sentenceFor } from './members/sense.ts';
import { contains, type Reading, sentenceKey, type Token } from './normalise.ts';
import { indexPatterns, type PatternIndex } from './pattern-index.ts';
import { matchPattern, plausible } from './pattern-match.ts';
import { createRecent } from './recent.ts';
import { findRegex, type RegexRows, regexRowsOf } from './regex-match.ts';
import { type PatternRow, rank, type Scope, scopeName, type Table, visible } from './table.ts';

export interface Match {
  readonly how: 'pattern' | 'example' | 'likeness' | 'none';
  /** sure: answer it. unsure: ask "did you mean". unknown: say so. */
  readonly verdict: 'sure' | 'unsure' | 'unknown';
  readonly intent: string | null;
  readonly score: number;
  readonly by: string | null;
  readonly runnerUp: Candidate | null;
  /** Likeliest first; what "did you mean" offers. */
  readonly candidates: readonly Candidate[];
  readonly captures: Readonly<Record<string, string>>;
  /** Answers of the matching pattern's own; empty: the intent's. */
  readonly answers: readonly string[];
  /** True: the pattern is a regular expression, found somewhere in the message. */
  readonly regex?: true;
}
export interface Matcher {
  match(reading: Reading, tongue: Tongue, place: Scope): Match;
  /** The same with the encoder's vectors that are at hand; what it would need besides is added to `wanted`. */
  hearing(hints: Hints): Matcher;
}
export interface Hints {
  readonly vectors: Vectors;
  /** Sentences to encode. */
  readonly wanted: Set<string>;
}

interface Row {
  readonly intent: string;
  readonly scope: Scope;
  readonly row: PatternRow;
}
interface Rows {
  readonly list: readonly Row[];
  readonly index: PatternIndex;
}
interface Judged {
  readonly match: Match;
  /** The sentence whose vector would make it surer. */
  readonly wants: string | null;
}
interface Known {
  readonly intent: string;
  readonly scope: Scope;
  readonly text: string;
}
/** Messages whose match is kept; learners of one course ask the same things in the same words. A long one is hardly said twice. */
const KEPT = 5_000;
const KEPT_CHARS = 200;
/** Digits and signs, or a number in letters: "two" says nothing of what was paid twice. */
const NUMBER = /^(?:\P{L}+|one|two|three|four|five|six|seven|eight|nine|ten|[一二两三四五六七八九十]+)$/u;
/** Below this a candidate is not worth a button. */
const WORTH_ASKING = 0.04;

/** `likeness` may come from an older table; its intents that are gone are ignored. */
export function compileMatcher(table: Table, likeness: Readonly<Partial<Record<Tongue, Likeness>>>): Matcher {
  const exists =
    (place: Scope) =>
    (id: string): boolean => {
      const intent = table.intents.get(id);
      return intent !== undefined && visible(intent.scope, place);
    };
  const places = new Set([...table.intents.values(), ...table.phrases].map(({ scope }) => scopeName(scope)));
  /** Places that nothing in the table is about are one place. */
  const placeKey = ({ course, lesson }: Scope): string => {
    const within = { course, lesson: null };
    const about = { course, lesson };
    return scopeName(
      places.has(scopeName(about)) ? about : places.has(scopeName(within)) ? within : { course: null, lesson: null },
    );
  };
  const kept = createRecent<Judged>(KEPT);
  const judge = (reading: Reading, tongue: Tongue, place: Scope, hints: Hints | null): Judged => {
    const done = (match: Match, wants: string | null = null): Judged => ({ match, wants });
    const model = likeness[tongue];
    const { rows, regexes, examples } = indexOf(table, tongue);
    const variants = spellings(reading, table.voices[tongue].words, model);
    for (const variant of variants) {
      const found = byPattern(rows, variant, place);
      if (found !== null) return done(found);
    }
    const hit = findRegex(regexes, reading, place);
    if (hit !== null) return done({ ...sure(hit.intent, hit.row), captures: hit.captures, regex: true });
    for (const variant of variants) {
      const hit = best(examples.get(sentenceKey(variant.tokens.map((t) => t.text))) ?? [], place);
      if (hit !== null)
        return done({
          ...NOTHING,
          how: 'example',
          verdict: 'sure',
          intent: hit.intent,
          score: 1,
          by: hit.text,
          candidates: [{ intent: hit.intent, score: 1 }],
        });
    }
    // Numbers alone resemble nothing.
    if (model === undefined || reading.tokens.every((token) => NUMBER.test(token.text))) return done(NOTHING);
    // Greetings stay in: they are part of the examples' own sound ("well done" without "well" is something else).
    const rest = withoutFacts(reading.tokens, reading);
    const tokens = model.correct((rest.length > 0 ? rest : reading.tokens).map((token) => token.text));
    const sentence = sentenceFor(tongue, tokens);
    const judged = model.judge(tokens, hints?.vectors.get(sentence) ?? null, place, exists(place));
    return done(byLikeness(table, judged), judged.wantsVector ? sentence : null);
  };
  const hearing = (hints: Hints | null): Matcher => ({
    hearing,
    match(reading, tongue, place) {
      if (hints === null) return judge(reading, tongue, place, null).match;
      if (reading.source.length > KEPT_CHARS) {
        const { match, wants } = judge(reading, tongue, place, hints);
        if (wants !== null) hints.wanted.add(wants);
        return match;
      }
      const key = `${tongue} ${placeKey(place)} ${reading.source}`;
      let judged = kept.get(key);
      // What was judged without the encoder is judged again as soon as its word is there.
      if (judged === undefined || (judged.wants !== null && hints.vectors.has(judged.wants))) {
        judged = judge(reading, tongue, place, hints);
        kept.put(key, judged);
      }
      if (judged.wants !== null) hints.wanted.add(judged.wants);
      return judged.match;
    },
  });
  return hearing(null);
}

export const NOTHING: Match = {
  how: 'none',
  verdict: 'unknown',
  intent: null,
  score: 0,
  by: null,
  runnerUp: null,
  candidates: [],
  captures: {},
  answers: [],
};

/** As written, without greeting and thanks round it, without numbers and addresses, and with typos mended. */
function spellings(reading: Reading, words: Table['voices']['en']['words'], model: Likeness | undefined): readonly Reading[] {
  const variants = [reading];
  const bare = undress(reading.tokens, words.get('greetings') ?? [], words.get('politeness') ?? []);
  if (bare.length > 0 && bare.length < reading.tokens.length) variants.push({ ...reading, tokens: bare });
  const plain = withoutFacts(bare.length > 0 ? bare : reading.tokens, reading);
  if (plain.length < reading.tokens.length && plain.length > 0) variants.push({ ...reading, tokens: plain });
  if (model === undefined) return variants;
  const texts = model.correct(plain.map((token) => token.text));
  const mended = plain.map((token, i) => ({ ...token, text: texts[i] ?? token.text }));
  if (mended.some((token, i) => token.text !== plain[i]?.text)) variants.push({ ...reading, tokens: mended });
  return variants;
}

/** "refund order 48213 please" is about refunds; the number is for the slots. */
function withoutFacts(tokens: readonly Token[], reading: Reading): readonly Token[] {
  const facts = findEntities(reading).filter(
    ({ entity }) => entity === 'order-number' || entity === 'email' || entity === 'phone',
  );
  if (facts.length === 0) return tokens;
  const inFact = (token: Token): boolean =>
    facts.some((f) => token.from >= (reading.tokens[f.start]?.from ?? 0) && token.to <= (reading.tokens[f.end - 1]?.to ?? 0));
  return tokens.filter((token) => !inFact(token));
}

/** Takes greetings off the front and polite words off the end. */
export function undress(
  tokens: readonly Token[],
  front: readonly (readonly string[])[],
  end: readonly (readonly string[])[],
): readonly Token[] {
  let from = 0;
  let to = tokens.length;
  for (let cut = 1; cut > 0 && from < to; from += cut)
    cut = longest(front, (phrase) => phrase.every((word, i) => tokens[from + i]?.text === word && from + i < to));
  for (let cut = 1; cut > 0 && to > from; to -= cut)
    cut = longest(end, (phrase) =>
      phrase.every((word, i) => tokens[to - phrase.length + i]?.text === word && to - phrase.length >= from),
    );
  return tokens.slice(from, to);
}
const longest = (phrases: readonly (readonly string[])[], fits: (phrase: readonly string[]) => boolean): number =>
  phrases.reduce((most, phrase) => (phrase.length > most && fits(phrase) ? phrase.length : most), 0);

interface Index {
  readonly rows: Rows;
  readonly regexes: RegexRows;
  readonly examples: ReadonlyMap<string, readonly Known[]>;
}
const indexes: Record<Tongue, WeakMap<Table, Index>> = { en: new WeakMap(), zh: new WeakMap() };
/** Made once per table and language, whatever models come and go beside it; takes milliseconds. */
export function indexOf(table: Table, tongue: Tongue): Index {
  const had = indexes[tongue].get(table);
  if (had !== undefined) return had;
  const index = { rows: rowsOf(table, tongue), regexes: regexRowsOf(table, tongue), examples: examplesOf(table, tongue) };
  indexes[tongue].set(table, index);
  return index;
}

/** The most wanted first: priority, then nearness of scope, then how exact the pattern is. */
function rowsOf(table: Table, tongue: Tongue): Rows {
  const list = table.phrases
    .filter((p) => p.tongue === tongue)
    .flatMap((p) => p.patterns.map((row) => ({ intent: p.intent, scope: p.scope, row })))
    .sort(
      (a, b) =>
        b.row.priority - a.row.priority || rank(b.scope) - rank(a.scope) || b.row.pattern.literals - a.row.pattern.literals,
    );
  return { list, index: indexPatterns(list.map(({ row }) => row.pattern)) };
}
function examplesOf(table: Table, tongue: Tongue): ReadonlyMap<string, readonly Known[]> {
  const known = new Map<string, Known[]>();
  for (const p of table.phrases) {
    if (p.tongue !== tongue) continue;
    for (const { text, key } of p.examples) {
      const list = known.get(key) ?? [];
      known.set(key, list);
      list.push({ intent: p.intent, scope: p.scope, text });
    }
  }
  return known;
}
const best = (known: readonly Known[], place: Scope): Known | null =>
  known
    .filter((k) => visible(k.scope, place))
    .reduce<Known | null>((a, b) => (a === null || rank(b.scope) > rank(a.scope) ? b : a), null);

function byPattern({ list, index }: Rows, reading: Reading, place: Scope): Match | null {
  const present = new Set(reading.tokens.map((token) => token.text));
  let first = null as Match | null;
  let spans: readonly Span[] | null = null;
  for (const at of index.worthTrying(present)) {
    const { intent, scope, row } = list[at] as Row;
    if (first?.intent === intent || !visible(scope, place) || !plausible(row.pattern, present)) continue;
    if (row.not.some((phrase) => contains(reading.tokens, phrase))) continue;
    spans ??= findEntities(reading);
    const captures = matchPattern(row.pattern, reading.tokens, spans);
    if (captures === null) continue;
    if (first !== null) return { ...first, runnerUp: { intent, score: 1 } };
    const said = Object.fromEntries(Object.entries(captures).map(([name, range]) => [name, cut(reading, range)]));
    first = { ...sure(intent, row), captures: said };
  }
  return first;
}
const sure = (
  intent: string,
  { source, answers }: { readonly source: string; readonly answers: readonly string[] },
): Match => ({
  ...NOTHING,
  how: 'pattern',
  verdict: 'sure',
  intent,
  score: 1,
  by: source,
  candidates: [{ intent, score: 1 }],
  answers,
});

/** What the learner wrote there, in their own spelling. */
function cut(reading: Reading, [start, end]: readonly [number, number]): string {
  const from = reading.tokens[start]?.from ?? 0;
  return reading.source.slice(from, reading.tokens[end - 1]?.to ?? from);
}

function byLikeness(table: Table, judged: Resemblance): Match {
  const [top, second] = judged.ranked;
  if (top === undefined) return NOTHING;
  const candidates = judged.ranked
    .filter((r, i) => i === 0 || r.score >= WORTH_ASKING)
    .map(({ intent, score }) => ({ intent, score }));
  const near = table.intents.get(top.intent)?.near ?? [];
  // Two intents the owner calls easily mistaken are told apart by the learner when neither clearly leads.
  const tie = second !== undefined && near.includes(second.intent) && second.score > top.score * 0.5;
  return {
    ...NOTHING,
    how: 'likeness',
    verdict: judged.verdict === 'sure' && tie ? 'unsure' : judged.verdict,
    intent: top.intent,
    score: top.score,
    by: top.by,
    runnerUp: second === undefined ? null : { intent: second.intent, score: second.score },
    candidates,
  };
}
