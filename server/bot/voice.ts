/** The bot's own sentences and word lists from voice.yaml. */
import type { Tongue } from '#domain/understanding.ts';
import { choose, fill, type Variables } from './answer.ts';
import { contains, type Token } from './normalise.ts';
import type { WordList } from './parse-voice.ts';
import type { Entity, Voice } from './table.ts';

/** The sentence `key` with variables filled in; the variant whose turn it is. An unknown key gives an empty text. */
export function speak(voice: Voice, key: string, variables: Variables, turn: number, tongue: Tongue): string {
  return fill(choose(voice.lines.get(key) ?? [], variables, turn) ?? '', variables, tongue);
}

/** "ask-order", or "ask-order-number", or "ask-text": the nearest sentence the owner wrote for a slot. */
export function slotKey(voice: Voice, prefix: 'ask' | 'bad', slot: string, entity: Entity): string {
  return [`${prefix}-${slot}`, `${prefix}-${entity}`].find((key) => voice.lines.has(key)) ?? `${prefix}-text`;
}

/** Is the whole message (without politeness) on the list? */
export function isOneOf(voice: Voice, list: WordList, tokens: readonly Token[]): boolean {
  return (voice.words.get(list) ?? []).some((phrase) => phrase.length === tokens.length && contains(tokens, phrase));
}
