/**
 * `tsx scripts/data/characters.ts FOLDER`: makes server/bot/data/pinyin.zh.txt and simplified.zh.txt from the npm packages pinyin-pro
 * (MIT) and opencc-js (MIT; dictionaries of OpenCC, Apache-2.0), installed in FOLDER: `npm install pinyin-pro opencc-js`.
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

interface PinyinPro {
  pinyin(text: string, options: { toneType: 'none'; type: 'array' }): string[];
}
interface OpenCc {
  Converter(options: { from: 't'; to: 'cn' }): (text: string) => string;
}

const [, , folder] = process.argv;
if (folder === undefined) throw new Error('Name the folder in which pinyin-pro and opencc-js are installed.');
const require = createRequire(join(folder, 'package.json'));
const { pinyin } = require('pinyin-pro') as PinyinPro;
const simplified = (require('opencc-js') as OpenCc).Converter({ from: 't', to: 'cn' });
const han = Array.from({ length: 0x9fff - 0x4e00 + 1 }, (_, i) => String.fromCharCode(0x4e00 + i));

const pairs = han.flatMap((character) => {
  const plain = simplified(character);
  return plain !== character && [...plain].length === 1 ? character + plain : [];
});
write('simplified.zh.txt', pairs.join(''));

/** The 6,763 characters of GB 2312: all that a support desk meets. */
const decoder = new TextDecoder('gb18030');
const common = Array.from({ length: 72 * 94 }, (_, i) => {
  const text = decoder.decode(Uint8Array.of(0xb0 + Math.floor(i / 94), 0xa1 + (i % 94)));
  return /^\p{Script=Han}$/u.test(text) ? text : '';
}).filter((text) => text !== '');
const bySound = new Map<string, string>();
for (const character of common) {
  const [sound = ''] = pinyin(character, { toneType: 'none', type: 'array' });
  bySound.set(sound, (bySound.get(sound) ?? '') + character);
}
write(
  'pinyin.zh.txt',
  [...bySound]
    .sort()
    .map(([sound, characters]) => `${sound} ${characters}`)
    .join('\n'),
);

function write(name: string, text: string): void {
  writeFileSync(new URL(`../../server/bot/data/${name}`, import.meta.url), `${text}\n`);
}
