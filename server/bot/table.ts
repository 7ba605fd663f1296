/** The intent table as the rest of the bot sees it: plain, checked data. `parse-table.ts` makes it from files. */
import type { Kind, RequestKind, Severity, Tongue } from '#domain/understanding.ts';
import type { Pattern } from './pattern-syntax.ts';
import type { Regex } from './regex.ts';

/** Where something stands in the owner's files. Lines count from 1. */
export interface At {
  readonly file: string;
  readonly line: number;
}
/** What is wrong, where, and what to do about it. A fault keeps the table out of service; a warning does not. */
export interface Fault extends At {
  readonly level: 'fault' | 'warning';
  readonly message: string;
}
export interface SourceFile {
  /** Path relative to the table's folder, with forward slashes: "en/billing.yaml". */
  readonly path: string;
  readonly text: string;
  /** The first line whose bytes are no UTF-8, in a file saved in another encoding. */
  readonly garbledAt?: number;
}

/** Nothing set: the whole site. A lesson always belongs to a course. */
export interface Scope {
  readonly course: string | null;
  readonly lesson: string | null;
}
export const SITE: Scope = { course: null, lesson: null };

export const ENTITIES = ['order-number', 'email', 'date', 'number', 'money', 'text', 'name', 'phone'] as const;
export type Entity = (typeof ENTITIES)[number];
export const HANDOFFS = ['never', 'offer', 'after', 'always'] as const;

export interface Intent {
  readonly id: string;
  readonly topic: string;
  readonly kind: Kind;
  readonly severity: Severity;
  readonly slots: readonly string[];
  readonly confirm: boolean;
  readonly handoff: (typeof HANDOFFS)[number];
  readonly request: RequestKind | null;
  readonly follow: readonly string[];
  readonly near: readonly string[];
  /** True: its answer would help in an exam, so it is withheld there. */
  readonly withheldInExam: boolean;
  /** False: its answer is none that could help (a refusal, a thank-you), so that is not asked. */
  readonly judged: boolean;
  readonly scope: Scope;
  readonly at: At;
}

export interface Example {
  readonly text: string;
  /** The normalised sentence: two examples with one key are the same to the bot. */
  readonly key: string;
  readonly at: At;
}
interface Row {
  /** As the owner wrote it. */
  readonly source: string;
  /** Normalised words, or runs of words, that must not occur. */
  readonly not: readonly (readonly string[])[];
  readonly priority: number;
  readonly answers: readonly string[];
  /** Where each of the answers stands. */
  readonly answersAt: readonly At[];
  readonly at: At;
}
export interface PatternRow extends Row {
  readonly pattern: Pattern;
}
export interface RegexRow extends Row {
  readonly regex: Regex;
}
/** What one language file says about one intent. */
export interface Phrases {
  readonly intent: string;
  /** The file's topic; the same as the intent's unless the owner put it in the wrong file. */
  readonly topic: string;
  readonly tongue: Tongue;
  readonly scope: Scope;
  readonly title: string | null;
  readonly examples: readonly Example[];
  readonly patterns: readonly PatternRow[];
  readonly regexes: readonly RegexRow[];
  readonly answers: readonly string[];
  readonly answersAt: readonly At[];
  readonly at: At;
}

export interface Table {
  /** Hash of all files: the same files, the same version. */
  readonly version: string;
  readonly intents: ReadonlyMap<string, Intent>;
  readonly slots: ReadonlyMap<string, Entity>;
  readonly slotsAt: ReadonlyMap<string, At>;
  /** Offered with the greeting: intent ids. */
  readonly starters: readonly string[];
  readonly phrases: readonly Phrases[];
  readonly voices: Readonly<Record<Tongue, Voice>>;
}
/** The bot's own sentences by key, each with its variants, and its word lists. */
export interface Voice {
  readonly lines: ReadonlyMap<string, readonly string[]>;
  /** Where each variant of a sentence stands. */
  readonly linesAt: ReadonlyMap<string, readonly At[]>;
  readonly words: ReadonlyMap<string, readonly (readonly string[])[]>;
}

/** May something of `owner`'s scope be used at `place`? */
export function visible(owner: Scope, place: Scope): boolean {
  if (owner.course === null) return true;
  return owner.course === place.course && (owner.lesson === null || owner.lesson === place.lesson);
}
/** 0 site, 1 course, 2 lesson: the larger wins. */
export const rank = (scope: Scope): number => (scope.course === null ? 0 : scope.lesson === null ? 1 : 2);
/** "site", "course:<id>" or "lesson:<course>/<id>", as stored in traces. */
export function scopeName(scope: Scope): string {
  if (scope.course === null) return 'site';
  return scope.lesson === null ? `course:${scope.course}` : `lesson:${scope.course}/${scope.lesson}`;
}
