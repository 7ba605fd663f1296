/** How a Chinese character sounds, without tone: a typing slip (在 for 再) looks different and sounds the same. */
import { readData } from './data-files.ts';

/** Sounds that many speakers, and so many typists, do not keep apart. */
const SAME: readonly (readonly [RegExp, string])[] = [
  [/^([zcs])h/, '$1'],
  [/([aei])ng$/, '$1n'],
  [/^l(?=[aeiouü])/, 'n'],
];
const SOUND = new Map<string, string>();
for (const line of readData('pinyin.zh.txt').toString('utf8').trim().split('\n')) {
  const [sound = '', characters = ''] = line.split(' ');
  const plain = SAME.reduce((s, [from, to]) => s.replace(from, to), sound);
  for (const character of characters) SOUND.set(character, plain);
}

/** The character itself where its sound is not known. */
export const soundOf = (character: string): string => SOUND.get(character) ?? character;
