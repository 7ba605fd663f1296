/** Traditional Chinese characters to simplified; the rest pass unchanged. */
import { readData } from './data-files.ts';

/** The file is one line of pairs. Where one traditional character has several simplified ones, the commonest stands. */
const letters = [...readData('simplified.zh.txt').toString('utf8').trim()];
const SIMPLE = new Map<string, string>();
for (let i = 0; i + 1 < letters.length; i += 2) SIMPLE.set(letters[i] ?? '', letters[i + 1] ?? '');

export const simplify = (character: string): string => SIMPLE.get(character) ?? character;
