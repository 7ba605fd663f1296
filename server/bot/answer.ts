/** Fills an answer's variables: {course.title}, {name:capitalize}, {learner.name?there}. Unknown text stays as it is. */
import type { Tongue } from '#domain/understanding.ts';
import { reflect } from './reflect.ts';

export const CONTEXT_VARIABLES = [
  'course.title',
  'lesson.title',
  'learner.name',
  'site.name',
  'hours.today',
  'hours.next',
] as const;
export const FILTERS = ['reflect', 'capitalize'] as const;

const VARIABLE = /\{([a-z][a-z0-9.-]*)(?::([a-z]+))?(?:\?([^{}]*))?\}/g;
export interface Variable {
  readonly name: string;
  readonly filter: string | null;
  readonly fallback: string | null;
  readonly written: string;
}
export function variablesIn(answer: string): readonly Variable[] {
  return [...answer.matchAll(VARIABLE)].map((m) => ({
    written: m[0],
    name: m[1] ?? '',
    filter: m[2] ?? null,
    fallback: m[3] ?? null,
  }));
}

export type Variables = Readonly<Record<string, string | null | undefined>>;
/** A learner's own words go back without the marks that would make them links or bold. */
const plain = (text: string): string => text.replace(/[*`[\]<>\n\r]+/g, ' ').trim();

/** Between Chinese and Latin letters stands a blank: the owner cannot know which "{lesson.title}" will be. */
const apart = (before: string, value: string, after: string): string =>
  `${/\p{Script=Han}$/u.test(before) && /^[a-z0-9]/i.test(value) ? ' ' : ''}${value}${/[a-z0-9]$/i.test(value) && /^\p{Script=Han}/u.test(after) ? ' ' : ''}`;

export function fill(answer: string, variables: Variables, tongue: Tongue): string {
  const text = answer.replace(
    VARIABLE,
    (written: string, name: string, filter: string | undefined, fallback: string | undefined, at: number) => {
      const given = Object.hasOwn(variables, name) ? variables[name] : null;
      const value = given === null || given === undefined ? '' : plain(given);
      if (value === '') return fallback ?? '';
      if (filter === 'reflect') return reflect(value, tongue);
      if (filter === 'capitalize') return value.replace(/^\p{L}/u, (c) => c.toUpperCase());
      return apart(answer.slice(0, at), value, answer.slice(at + written.length));
    },
  );
  return text.replace(/ +([,.!?])/g, '$1').trim();
}

/** The variant whose turn it is, among those whose variables are all there. */
export function choose(answers: readonly string[], variables: Variables, turn: number): string | null {
  const whole = answers.filter((answer) => variablesIn(answer).every((v) => v.fallback !== null || Boolean(variables[v.name])));
  const usable = whole.length > 0 ? whole : answers;
  return usable[turn % usable.length] ?? null;
}
