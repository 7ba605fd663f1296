/** One slip of the hand in a sentence, as people make them: English keys, Chinese input by sound. */
import { readData } from '#bot/data-files.ts';
import type { Tongue } from '#domain/understanding.ts';

/** Numbers 0 to 1. */
type Chance = () => number;
const KEYS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
/** Slips in shorter words make other words. */
const SHORTEST = 4;

/** English: in one word a letter is left out, doubled, swapped with the next or hit beside; Chinese: one character gives way to another of its sound. The text itself where neither can be. */
export function mistyped(text: string, tongue: Tongue, chance: Chance): string {
  return tongue === 'zh' ? misheard(text, chance) : slipped(text, chance);
}

function slipped(text: string, chance: Chance): string {
  const words = [...text.matchAll(/[a-z]+/gi)].filter(([word]) => word.length >= SHORTEST);
  const hit = pick(words, chance);
  if (hit === undefined) return text;
  // Hardly anybody misses the first letter.
  const at = hit.index + 1 + Math.floor(chance() * (hit[0].length - 2));
  const letter = text[at] ?? '';
  const slips = [
    '',
    letter + letter,
    `${text[at + 1]}${letter}`,
    pick(besides(letter.toLowerCase()), chance) ?? letter,
  ] as const;
  const kind = Math.floor(chance() * slips.length);
  return text.slice(0, at) + slips[kind] + text.slice(at + (kind === 2 ? 2 : 1));
}
function besides(letter: string): string[] {
  const row = KEYS.find((keys) => keys.includes(letter)) ?? '';
  const at = row.indexOf(letter);
  return [row[at - 1], row[at + 1]].filter((key) => key !== undefined);
}

function misheard(text: string, chance: Chance): string {
  const characters = [...text];
  const places = characters.flatMap((character, at) => ((SOUNDS.get(character)?.length ?? 0) > 1 ? [at] : []));
  const at = pick(places, chance);
  if (at === undefined) return text;
  const others = (SOUNDS.get(characters[at] ?? '') ?? []).filter((other) => other !== characters[at]);
  characters[at] = pick(others, chance) ?? characters[at] ?? '';
  return characters.join('');
}
/** What input methods offer first: GB 2312's level 1, the 3,755 most used characters, sounding the same but for the tone. */
const SOUNDS = new Map<string, readonly string[]>();
const common = new Set<string>();
const gbk = new TextDecoder('gbk');
for (let high = 0xb0; high <= 0xd7; high++)
  for (let low = 0xa1; low <= 0xfe; low++) common.add(gbk.decode(Uint8Array.of(high, low)));
for (const line of readData('pinyin.zh.txt').toString('utf8').trim().split('\n')) {
  const alike = [...(line.split(' ')[1] ?? '')].filter((character) => common.has(character));
  for (const character of alike) SOUNDS.set(character, alike);
}

const pick = <T>(list: readonly T[], chance: Chance): T | undefined => list[Math.floor(chance() * list.length)];
