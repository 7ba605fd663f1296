/** Two questions in one message: both are answered when both are sure. */
import { answerText, carryOut, isErrand, prefill, withheld } from './acting.ts';
import type { Reply } from './bot.ts';
import type { Match } from './matcher.ts';
import { read } from './normalise.ts';
import { because, own, type Scene, say } from './scene.ts';
import type { Intent } from './table.ts';

const SENTENCES = /[.!?;。！？；\n]+/;
/** Whoever writes these means two things. */
const ADDED =
  /(?:^|,? +)(?:and also|and then|and besides|also|plus|besides|by the way|btw)(?: |, )|[，,]?(?:另外|还有|顺便(?:再?问一?下|问问|想问)?|并且|以及|而且|同时)[，,]?/i;
/** These stand within one question, too. */
const JOINED = /,? and |, |，|以及|和/i;
/** What people say of themselves before a comma is why they ask what follows it: "my English is poor, will I follow?" */
const OF_ONESELF = /^我(?:有|是|没有|不会|\p{Script=Han}{1,3}(?:不好|不太好|很差|较差|一般))[^吗呢么几谁哪怎什多]*$/u;
const MAX_PARTS = 6;
/** A half sentence must stand firmer than a whole message. */
const MIN_SCORE = 0.6;
/** Taken whole, a sentence this clear is about one thing, unless its parts are as clear. */
const ONE_SUBJECT = 0.85;

interface Part {
  readonly intent: Intent;
  readonly match: Match;
}

/** Null: one question, or not sure of both. */
export function twoQuestions(scene: Scene, whole: Match): Reply | null {
  if (whole.how === 'example' || (whole.how === 'pattern' && !isLoose(whole))) return null;
  const { texts, firm } = split(scene.turn.text, whole);
  if (texts.length < 2 || texts.length > MAX_PARTS) return null;
  const parts: Part[] = [];
  for (const text of texts) {
    const part = understand(scene, text, firm);
    if (part !== null && !parts.some((p) => p.intent.id === part.intent.id)) parts.push(part);
  }
  // What the whole was taken for is one of the questions at least.
  if ((whole.how === 'pattern' || firm === ONE_SUBJECT) && !parts.some(({ intent }) => intent.id === whole.intent)) return null;
  // The first is only answered, the second carried out: an errand comes last, and two are one too many.
  const [one, two] = parts.sort((a, b) => Number(isErrand(a.intent)) - Number(isErrand(b.intent)));
  if (one === undefined || two === undefined || parts.length > 2 || isErrand(one.intent)) return null;
  if (one.intent.near.includes(two.intent.id) || two.intent.near.includes(one.intent.id)) return null;
  if (withheld(scene, one.intent)) return null;
  const text = `${own(scene, 'two-answers')}\n\n${answerText(scene, one.intent, {}, one.match)}`;
  const first = say(scene, 'answer', text, [], {
    how: one.match.how,
    match: one.match,
    intent: one.intent,
    sentence: `One of two questions. ${because(one.match)}`,
  });
  const rest = carryOut(scene, {
    intent: two.intent,
    match: two.match,
    filled: prefill(scene, two.intent, two.match),
    reason: { how: two.match.how, match: two.match, sentence: `The other of two questions. ${because(two.match)}` },
  });
  return { ...rest, says: [first, ...rest.says], memory: { ...rest.memory, turns: rest.memory.turns + 1 } };
}

/** Any words may stand where it has its star, another question among them. Captures are the learner's own words: left whole. */
const isLoose = (match: Match): boolean => match.by?.includes('*') === true && Object.keys(match.captures).length === 0;

/** By sentences and by what adds another; else by what also joins, and then the parts of a sentence plain as a whole stand firmer. */
function split(text: string, whole: Match): { readonly texts: readonly string[]; readonly firm: number } {
  const full = (parts: readonly string[]): readonly string[] => parts.filter((part) => part.trim() !== '');
  const parts = full(text.split(SENTENCES).flatMap((sentence) => sentence.trim().split(ADDED)));
  if (parts.length > 1) return { texts: parts, firm: MIN_SCORE };
  const plain = whole.how === 'likeness' && whole.verdict === 'sure' && whole.score >= ONE_SUBJECT;
  const halves = full(text.split(JOINED));
  return {
    texts: halves.filter((half, i) => i === halves.length - 1 || !OF_ONESELF.test(half.trim())),
    firm: plain ? ONE_SUBJECT : MIN_SCORE,
  };
}

/** `firm`: the least score of a part, 0 to 1. */
function understand(scene: Scene, text: string, firm: number): Part | null {
  const reading = read(text);
  if (reading.tokens.length < 2) return null;
  const match = scene.mind.matcher.match(reading, scene.tongue, scene.place);
  const intent = match.intent === null ? null : scene.mind.book.intent(match.intent, scene.place);
  if (match.verdict !== 'sure' || match.score < firm || intent === null || intent.topic === 'smalltalk') return null;
  return { intent, match };
}
