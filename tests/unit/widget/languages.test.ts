import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LAUNCHER_WORDS, type Lang, pickLang } from '#widget/owner.ts';
import { dayName, moment } from '#widget/ui/face.ts';
import type { Words } from '#widget/words/en.ts';

const LANGS = Object.keys(LAUNCHER_WORDS) as Lang[];
const dictionaries = new Map<Lang, Words>();
for (const lang of LANGS) dictionaries.set(lang, ((await import(`#widget/words/${lang}.ts`)) as { words: Words }).words);

/** What a dictionary once said and is not to say again: wrong, a second name for one thing, another form of address, or translated by the letter. */
const AVOIDED: Partial<Record<Lang, RegExp>> = {
  // “此处”, which only machines say; one list, two kinds of commas.
  'zh-CN': /此处|图片，PDF/,
  // 保存 is the mainland's word; 要求 demands.
  'zh-TW': /保存|要求了|此處/,
  // ヘルパー is one who cares for the old; 伝言 is for somebody else.
  ja: /ヘルパー|伝言|あなたが/,
  // 해요체 throughout; whoever answers is 담당자.
  ko: /니다|사람/,
  // An ayudante is a person; to write an e-mail is not what is asked.
  es: /ayudante|Escribe un correo|según esperas/i,
  // An ajudante is a person; the chat has one name.
  'pt-BR': /ajudante|Perguntando|conversa como|pelas esperas/i,
  // No line begins with a mark; nobody's gender is guessed.
  fr: / [?!;:]|Bloqué|Ravi|déconnecté|vous a aidé| parti\b/,
  // A Helfer is a person; “nach” is after.
  de: /Helfer|Minuten? nach |Mensch sprechen|[^\u00a0]…/,
  // Ожидания are hopes; почта brings letters.
  ru: /ожиданиям|Вы вышли|по почте|о вашем/,
  // A name runs as its own letters do.
  ar: /[^\u2068]Mei|^Mei|Loops[^\u2069]|سؤالك من/,
  // Whoever comes or goes is no man for certain; verbs agree.
  hi: /अटक गए|आ गए|चले गए|सहायक पर|कोई और आपके साथ हैं/,
};

/** Every phrase, counted ones for counts of every plural class. */
function phrases(words: Words): string[] {
  const out: string[] = [];
  const walk = (value: unknown) => {
    if (typeof value === 'string') out.push(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk);
  };
  walk(words);
  for (const n of [0, 1, 2, 3, 5, 11, 21, 22, 25, 100, 101, 1_000_000])
    for (const say of [words.tooLong, words.retryIn, words.place, words.eta, words.stars, words.badge]) out.push(say(n));
  for (const say of [words.typing, words.joined, words.leftToBot, words.leftToAgent]) out.push(say('Mei'));
  out.push(words.leftToBot(), words.leftToAgent(), words.seeing('Loops'), words.contactLeft('a@b.example'));
  out.push(words.offlineUntil('9:00'), words.opensHost('example.org'), words.filesMost(4));
  out.push(words.fileRemove('a.png'), words.download('a.png'));
  return out;
}

describe('languages', () => {
  test.each([
    ['zh', 'zh-CN'],
    ['zh-Hans-HK', 'zh-CN'],
    ['zh-SG', 'zh-CN'],
    ['zh-TW', 'zh-TW'],
    ['zh-Hant', 'zh-TW'],
    ['zh-hk', 'zh-TW'],
    ['zh-MO', 'zh-TW'],
    ['pt', 'pt-BR'],
    ['pt-PT', 'pt-BR'],
    ['fr-CA', 'fr'],
    ['AR-eg', 'ar'],
    ['hi-Latn', 'hi'],
    ['fil', 'en'],
    ['arn', 'en'],
    ['undefined', 'en'],
  ])('W50 %s is spoken to in %s', (tag, lang) => expect(pickLang([tag])).toBe(lang));

  test('W50 a language that is not spoken here leaves the choice to the next that was named', () => {
    expect(pickLang([undefined, 'it', 'de-CH'])).toBe('de');
    expect(pickLang(['', null, 'ja'])).toBe('ja');
    expect(pickLang(['it', 'sv'])).toBe('en');
  });

  test.each(LANGS)('W51 %s says every word, nothing empty, no number left out, none in English by mistake', (lang) => {
    const words = dictionaries.get(lang) as Words;
    const english = dictionaries.get('en') as Words;
    expect(words.lang).toBe(lang);
    for (const phrase of phrases(words)) expect(phrase).not.toMatch(/^\s*$|undefined|null|NaN|#/);
    expect(words.badge(7)).toMatch(/7|٧|७/);
    if (lang === 'en') return;
    const same = Object.entries(words).filter(
      ([key, value]) => typeof value === 'string' && value === english[key as keyof Words] && value.length > 8,
    );
    expect(same).toEqual([]);
  });

  test('W51 counted phrases follow the language: three forms in Russian, six in Arabic', () => {
    const counted = (lang: Lang, ...counts: number[]) => counts.map((n) => dictionaries.get(lang)?.badge(n));
    expect(counted('ru', 1, 3, 5, 21, 112)).toEqual([
      '1 новое сообщение',
      '3 новых сообщения',
      '5 новых сообщений',
      '21 новое сообщение',
      '112 новых сообщений',
    ]);
    expect(new Set(counted('ar', 1, 2, 3, 11).map((text) => text?.replace(/[\d٠-٩]+/g, ''))).size).toBe(4);
    expect(counted('fr', 0, 1, 2)).toEqual(['0 nouveau message', '1 nouveau message', '2 nouveaux messages']);
  });

  test.each(LANGS)('W148 %s writes by how much a message is too long as its numbers are written', (lang) => {
    expect(dictionaries.get(lang)?.tooLong(12_345)).toContain(new Intl.NumberFormat(lang).format(12_345));
  });

  test('W148 counts agree in English, too', () => {
    const { tooLong } = dictionaries.get('en') as Words;
    expect([1, 2].map((over) => tooLong(over).split(' too')[0])).toEqual(['1 character', '2 characters']);
  });

  test.each(Object.entries(AVOIDED))('W149 %s keeps to its own terms, manner and punctuation', (lang, avoided) => {
    expect(phrases(dictionaries.get(lang as Lang) as Words).filter((phrase) => avoided.test(phrase))).toEqual([]);
  });

  test('W52 days and hours are written as the language writes them', () => {
    const at = Date.UTC(2026, 2, 4, 15, 30);
    for (const words of dictionaries.values()) {
      expect(dayName(at, at, words)).toBe(words.today);
      const weekday = new Intl.DateTimeFormat(words.lang, { weekday: 'long', timeZone: 'UTC' }).format(at + 3_600_000);
      expect(moment(at + 3_600_000, at, words.lang)).toContain(weekday);
    }
  });

  test('W50 every dictionary is built, and every one that is built is known to the loader', () => {
    const files = readdirSync('widget/words').filter((name) => !['plural.ts'].includes(name));
    expect(files.map((name) => name.replace('.ts', '')).sort()).toEqual([...LANGS].sort());
    const listed = /const LANGUAGES = \[(.*)\]/.exec(readFileSync('scripts/build-widget.mjs', 'utf8'))?.[1] ?? '';
    expect(listed.split(',').map((name) => name.replace(/[' ]/g, ''))).toEqual(LANGS);
  });
});
