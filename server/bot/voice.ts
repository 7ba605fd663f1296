/** The bot's own sentences and word lists from voice.yaml. */
import type { Tongue } from '#domain/understanding.ts';
import { choose, fill, type Variables } from './answer.ts';
import { denied } from './denial.ts';
import { contains, type Reading, type Token } from './normalise.ts';
import { ALONE, type WordList } from './parse-voice.ts';
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

/** Does the message contain an entry of the list, not just denied ("not urgent")? */
export function mentions(voice: Voice, list: 'urgent' | 'angry', reading: Reading): boolean {
  const { source, tokens } = reading;
  return (voice.words.get(list) ?? []).some((entry) => {
    const alone = entry.at(-1) === ALONE;
    const phrase = alone ? entry.slice(0, -1) : entry;
    const [first = ''] = phrase;
    if (!/[\p{L}\p{N}]/u.test(first)) return source.includes(first);
    // Who says what they need not have at once denies the hurry; who needs no such nonsense is angry all the same.
    return tokens.some(
      (_, at) =>
        phrase.every((word, i) => tokens[at + i]?.text === word) &&
        !(alone && isTouched(tokens, at, at + phrase.length)) &&
        !denied(reading, at, list === 'urgent'),
    );
  });
}
/** Does another word go on where these tokens begin or end, without a blank or a stop? */
const isTouched = (tokens: readonly Token[], start: number, end: number): boolean =>
  tokens[start - 1]?.to === tokens[start]?.from || tokens[end]?.from === tokens[end - 1]?.to;
