/** English short forms, written out so that "dont", "don't" and "do not" are one thing to patterns and likeness alike. */
const WHOLE: Readonly<Record<string, string>> = {
  "can't": 'can not',
  cannot: 'can not',
  cant: 'can not',
  "won't": 'will not',
  wont: 'will not',
  "shan't": 'shall not',
  "ain't": 'is not',
  "let's": 'let us',
  "y'all": 'you all',
  im: 'i am',
  ive: 'i have',
  its: 'it is',
  thats: 'that is',
  whats: 'what is',
  wheres: 'where is',
  hows: 'how is',
  whos: 'who is',
  theres: 'there is',
  youre: 'you are',
  theyre: 'they are',
  gonna: 'going to',
  wanna: 'want to',
  gotta: 'got to',
  gimme: 'give me',
  lemme: 'let me',
  dunno: 'do not know',
  pls: 'please',
  plz: 'please',
  plss: 'please',
  thx: 'thanks',
  tks: 'thanks',
  thanx: 'thanks',
  u: 'you',
  ur: 'your',
  r: 'are',
  ok: 'okay',
  cuz: 'because',
  bc: 'because',
  coz: 'because',
  wat: 'what',
  wats: 'what is',
  'e-mail': 'email',
  'wi-fi': 'wifi',
  'log-in': 'login',
};
const NEGATED = [
  'do',
  'does',
  'did',
  'is',
  'are',
  'was',
  'were',
  'have',
  'has',
  'had',
  'could',
  'would',
  'should',
  'need',
  'must',
];
const WITHOUT_APOSTROPHE = new Map(NEGATED.map((verb) => [`${verb}nt`, `${verb} not`]));
const ENDINGS: readonly (readonly [string, string])[] = [
  ["n't", ' not'],
  ["'re", ' are'],
  ["'m", ' am'],
  ["'ll", ' will'],
  ["'ve", ' have'],
  ["'d", ' would'],
];
const IS_BEFORE_S = new Set([
  'it',
  'that',
  'what',
  'where',
  'who',
  'how',
  'there',
  'here',
  'he',
  'she',
  'when',
  'why',
  'this',
  'everything',
]);

/** The words that one written lower-case word stands for; usually itself. */
export function spellOut(word: string): readonly string[] {
  const whole = Object.hasOwn(WHOLE, word) ? WHOLE[word] : WITHOUT_APOSTROPHE.get(word);
  if (whole !== undefined) return whole.split(' ');
  if (!word.includes("'")) return [word];
  for (const [ending, words] of ENDINGS) {
    if (word.endsWith(ending) && word.length > ending.length) return `${word.slice(0, -ending.length)}${words}`.split(' ');
  }
  if (word.endsWith("'s")) {
    const stem = word.slice(0, -2);
    return IS_BEFORE_S.has(stem) ? [stem, 'is'] : [stem];
  }
  return [word.replaceAll("'", '')];
}
