/** English words through wink-nlp: stems, and which words are real ones. The only file that knows the library. */
import model from 'wink-eng-lite-web-model';
import winkNLP from 'wink-nlp';

const nlp = winkNLP(model, []);
const its = nlp.its;
/** wink gives its own 76,000 words the lowest ids; whatever it meets later is above. */
const FIRST_UNKNOWN = nlp.readDoc('qzxvkj').tokens().itemAt(0).out(its.uniqueId) as number;

interface Word {
  readonly stem: string;
  readonly known: boolean;
}
const cache = new Map<string, Word>();
/** wink keeps every new word for ever, so after this many strangers further ones are their own stems: memory stays bounded. */
const MAX_STRANGERS = 100_000;
let strangers = 0;

function look(word: string): Word {
  const had = cache.get(word);
  if (had !== undefined) return had;
  // Numbers and odd tokens need no library, and must not fill its memory.
  if (strangers >= MAX_STRANGERS || word.length > 30 || !/^[a-z]+$/.test(word)) return { stem: word, known: false };
  const tokens = nlp.readDoc(word).tokens();
  // wink splits a few words in two ("cannot"); those stay whole here.
  const whole = tokens.length() === 1;
  const known = whole && (tokens.itemAt(0).out(its.uniqueId) as number) < FIRST_UNKNOWN;
  const entry = { stem: whole ? (tokens.itemAt(0).out(its.stem as unknown as typeof its.value) ?? word) : word, known };
  if (!known) strangers++;
  cache.set(word, entry);
  return entry;
}

/** The word's stem: "refunded" -> "refund". */
export const stem = (word: string): string => look(word).stem;
/** Is it an English word of general use? Such words are never "corrected". */
export const isEnglish = (word: string): boolean => look(word).known;
