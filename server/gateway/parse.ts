/**
 * From unknown to typed, by small readers that throw `Unfit` and never anything else. Only named fields are read, so extra ones
 * (also `__proto__`) are ignored; objects are built afresh.
 */
import type { RefusalCode } from '#protocol/refusals.ts';

export class Unfit extends Error {
  readonly code: RefusalCode;
  readonly at: string;
  constructor(at: string, why: string, code: RefusalCode = 'bad-request') {
    super(`${at}: ${why}`);
    this.at = at;
    this.code = code;
  }
}

/** Reads `raw`, which stands at the path `at`. */
export type Reader<T> = (raw: unknown, at: string) => T;

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: RefusalCode; readonly detail: string };

export function parse<T>(reader: Reader<T>, raw: unknown): Parsed<T> {
  try {
    return { ok: true, value: reader(raw, '') };
  } catch (error) {
    if (error instanceof Unfit) return { ok: false, code: error.code, detail: error.message.replace(/^[.:\s]+/, '') };
    throw error;
  }
}

/** Lone halves of surrogate pairs would be stored differently from how they were broadcast. */
const wellFormed = (text: string) => text.replace(/\p{Surrogate}/gu, '\uFFFD');
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
/** Direction marks and zero-width characters: in a name they could dress one sender up as another. */
const BIDI = /[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/** Text of several lines, at most `max` UTF-16 units; longer is refused, never cut. */
export const prose =
  (max: number, { empty = false } = {}): Reader<string> =>
  (raw, at) => {
    if (typeof raw !== 'string') throw new Unfit(at, 'must be a string');
    if (raw.length > max) throw new Unfit(at, `at most ${max} characters`, 'too-long');
    const text = wellFormed(raw).replace(CONTROLS, '');
    if (!empty && text.trim() === '') throw new Unfit(at, 'must not be empty');
    return text;
  };

/** One line that people read beside others: controls, line breaks and direction marks taken out. */
function tidied(raw: string): string {
  return wellFormed(raw)
    .replace(/[\s\u2028\u2029]+/g, ' ')
    .replace(CONTROLS, '')
    .replace(BIDI, '')
    .trim();
}

export const line =
  (max: number, { empty = false } = {}): Reader<string> =>
  (raw, at) => {
    if (typeof raw !== 'string') throw new Unfit(at, 'must be a string');
    if (raw.length > max) throw new Unfit(at, `at most ${max} characters`, 'too-long');
    const text = tidied(raw);
    if (!empty && text === '') throw new Unfit(at, 'must not be empty');
    return text;
  };

/** Like `line`, but too much is cut: a page's long title must not cost the learner a message. */
export const cutLine =
  (max: number): Reader<string> =>
  (raw, at) => {
    if (typeof raw !== 'string') throw new Unfit(at, 'must be a string');
    return tidied(raw.slice(0, max * 2)).slice(0, max);
  };

export const matching =
  (pattern: RegExp, what: string): Reader<string> =>
  (raw, at) => {
    if (typeof raw !== 'string' || !pattern.test(raw)) throw new Unfit(at, `must be ${what}`);
    return raw;
  };

export const whole =
  (min: number, max: number): Reader<number> =>
  (raw, at) => {
    if (typeof raw !== 'number' || !Number.isInteger(raw) || raw < min || raw > max)
      throw new Unfit(at, `must be a whole number from ${min} to ${max}`);
    return raw;
  };

export const flag: Reader<boolean> = (raw, at) => {
  if (typeof raw !== 'boolean') throw new Unfit(at, 'must be true or false');
  return raw;
};

export const oneOf =
  <const T extends string>(values: readonly T[]): Reader<T> =>
  (raw, at) => {
    const found = values.find((value) => value === raw);
    if (found === undefined) throw new Unfit(at, `must be one of ${values.join(', ')}`);
    return found;
  };

export const list =
  <T>(item: Reader<T>, max: number): Reader<readonly T[]> =>
  (raw, at) => {
    if (!Array.isArray(raw)) throw new Unfit(at, 'must be a list');
    if (raw.length > max) throw new Unfit(at, `at most ${max} items`);
    return raw.map((value, index) => item(value, `${at}[${index}]`));
  };

/** The field's value, or undefined where it is missing; inherited fields are missing. */
export function field(raw: object, name: string): unknown {
  return Object.hasOwn(raw, name) ? (raw as Readonly<Record<string, unknown>>)[name] : undefined;
}

export function asObject(raw: unknown, at: string): object {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw new Unfit(at, 'must be an object');
  return raw;
}

type Shape = Readonly<Record<string, Reader<unknown>>>;
type Required<S extends Shape> = { readonly [K in keyof S]: ReturnType<S[K]> };
type Optional<S extends Shape> = { readonly [K in keyof S]?: ReturnType<S[K]> };

/** An object with `needed` fields and `maybe` ones; null counts as missing for the latter. */
export function object<N extends Shape, M extends Shape = Record<never, never>>(
  needed: N,
  maybe?: M,
): Reader<Required<N> & Optional<M>> {
  return (raw, at) => {
    const from = asObject(raw, at);
    const out: Record<string, unknown> = {};
    for (const [name, read] of Object.entries(needed)) out[name] = read(field(from, name), `${at}.${name}`);
    for (const [name, read] of Object.entries(maybe ?? {})) {
      const value = field(from, name);
      if (value !== undefined && value !== null) out[name] = read(value, `${at}.${name}`);
    }
    // Every name of both shapes was read by its own reader just above.
    return out as Required<N> & Optional<M>;
  };
}

/** A union told apart by `type`. */
export function byType<S extends Readonly<Record<string, Reader<object>>>>(
  cases: S,
): Reader<{ [K in keyof S]: ReturnType<S[K]> & { readonly type: K } }[keyof S]> {
  const names = Object.keys(cases);
  return (raw, at) => {
    const type = oneOf(names)(field(asObject(raw, at), 'type'), `${at}.type`);
    const read = cases[type];
    if (!read) throw new Unfit(`${at}.type`, 'is unknown');
    return { ...read(raw, at), type } as { [K in keyof S]: ReturnType<S[K]> & { readonly type: K } }[keyof S];
  };
}
