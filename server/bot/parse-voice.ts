/** <language>/voice.yaml: the bot's own sentences and word lists. */
import type { Tongue } from '#domain/understanding.ts';
import { words } from './normalise.ts';
import type { At, Voice } from './table.ts';
import type { YamlSource } from './yaml-source.ts';

/** Sentences the bot cannot do without. Slots add "ask-<slot>" and "bad-<slot>", or those of their entity. */
export const VOICE_KEYS = [
  'greeting',
  'greeting-course',
  'not-known',
  'not-known-again',
  'did-you-mean',
  'none-of-these',
  'yes',
  'no',
  'confirm',
  'cancelled',
  'back',
  'ask-text',
  'bad-text',
  'empty',
  'emoji',
  'file',
  'too-long-to-read',
  'exam',
  'handing-off',
  'handed-off-away',
  'offer-person',
  'not-helped',
  'two-answers',
  'urgent',
  'talk-to-person',
  'go-on',
] as const;
export type VoiceKey = (typeof VOICE_KEYS)[number];
export const WORD_LISTS = ['yes', 'no', 'cancel', 'back', 'person', 'urgent', 'angry', 'greetings', 'politeness'] as const;
/** What says that a slot's fact is not to be had, "without-order": with the sentence of that name, the request goes on without it. */
export type WithoutList = `without-${string}`;
export type WordList = (typeof WORD_LISTS)[number] | WithoutList;
export const slotOfWithout = (key: string): string | null => /^without-(.+)/.exec(key)?.[1] ?? null;
const isWithout = (key: string): boolean => slotOfWithout(key) !== null;

export function parseVoice(source: YamlSource, folder: Tongue): Voice {
  const lines = new Map<string, readonly string[]>();
  const linesAt = new Map<string, readonly At[]>();
  const lists = new Map<string, readonly (readonly string[])[]>();
  if (source.root === null) return { lines, linesAt, words: lists };
  for (const { key, value } of source.entries(source.root, 'the file', ['language', 'voice', 'words'])) {
    if (key === 'voice')
      for (const e of source.entries(value, '"voice"')) {
        const variants = source.sentences(e.value, e.key);
        lines.set(
          e.key,
          variants.map(({ text }) => text),
        );
        linesAt.set(
          e.key,
          variants.map(({ at }) => at),
        );
      }
    else if (key === 'words') {
      for (const e of source.entries(value, '"words"', WORD_LISTS, isWithout))
        lists.set(
          e.key,
          source.sentences(e.value, e.key).flatMap((t) => wordEntries(t.text)),
        );
    } else if (source.text(value, 'language') !== folder)
      source.fault(value, `write "language: ${folder}", as the folder says`);
  }
  for (const key of VOICE_KEYS)
    if ((lines.get(key) ?? []).length === 0)
      source.fault(source.root, `the sentence "${key}" is missing: add it under "voice:"`);
  for (const key of [...lines.keys(), ...lists.keys()].filter(isWithout))
    if (!lines.has(key) || !lists.has(key))
      source.fault(source.root, `"${key}" needs both: its sentence under "voice:" and its word list under "words:"`);
  for (const key of WORD_LISTS)
    if (!lists.has(key)) source.fault(source.root, `the word list "${key}" is missing: add it under "words:"`);
  return { lines, linesAt, words: lists };
}

/** Ends an urgent or angry entry (written as 。 or .) that counts only where nothing touches it: Chinese has no blanks, and 急 is in 急转弯, too. */
export const ALONE = '。';
/** In an entry: any few words of the same clause, or none. Such an entry, also with the star at its end, does not count where it is asked about. */
export const GAP = '*';

/** "(is|are) terrible" is two entries, each a row of words. "!!!" has no words and is kept as it is. */
function wordEntries(text: string): readonly (readonly string[])[] {
  if (words(text).length === 0) return [[text]];
  const end = [...(/^\s*\*|\*\s*$/.test(text) ? [GAP] : []), ...(/[.。]$/.test(text) ? [ALONE] : [])];
  let entries: readonly (readonly string[])[] = [[]];
  // Found anywhere as it is: a star outside stands for no words.
  for (const [, choices, plain = ''] of text.replace(/^[\s*]+|[\s*]+$/g, '').matchAll(/\(([^)]*)\)|([^\s()]+)/g)) {
    const next = choices === undefined ? [plain === GAP ? [GAP] : words(plain)] : choices.split('|').map(words);
    entries = entries.flatMap((entry) => next.map((more) => [...entry, ...more]));
  }
  return entries.map((entry) => [...entry, ...end]);
}
