/** The table's titles and answers by intent, language and place; the nearest scope speaks. */
import type { Tongue } from '#domain/understanding.ts';
import { type Intent, type Phrases, rank, type Scope, type Table, visible } from './table.ts';

export interface Book {
  intent(id: string, place: Scope): Intent | null;
  title(id: string, tongue: Tongue, place: Scope): string;
  /** Variants; those of another language when this one has none. */
  answers(id: string, tongue: Tongue, place: Scope): readonly string[];
}

export function openBook(table: Table): Book {
  const pages = new Map<string, Phrases[]>();
  for (const phrases of table.phrases) {
    const list = pages.get(phrases.intent) ?? [];
    pages.set(phrases.intent, list);
    list.push(phrases);
  }
  for (const list of pages.values()) list.sort((a, b) => rank(b.scope) - rank(a.scope));
  const find = (id: string, tongue: Tongue, place: Scope, has: (p: Phrases) => boolean): Phrases | undefined => {
    const usable = (pages.get(id) ?? []).filter((p) => visible(p.scope, place) && has(p));
    return usable.find((p) => p.tongue === tongue) ?? usable[0];
  };
  return {
    intent(id, place) {
      const intent = table.intents.get(id);
      return intent !== undefined && visible(intent.scope, place) ? intent : null;
    },
    title: (id, tongue, place) => find(id, tongue, place, (p) => p.title !== null)?.title ?? id,
    answers: (id, tongue, place) => find(id, tongue, place, (p) => p.answers.length > 0)?.answers ?? [],
  };
}
