/** Two questions in one message: both are answered when both are sure. */
import { answerText, carryOut, prefill, withheld } from './acting.ts';
import type { Reply } from './bot.ts';
import type { Match } from './matcher.ts';
import { read } from './normalise.ts';
import { because, own, type Scene, say } from './scene.ts';
import type { Intent } from './table.ts';

const SENTENCES = /[.!?;。！？；\n]+/;
const CLAUSES = /,? (?:and also|and then|and|also|plus|besides) |(?:，|,)?(?:另外|还有|顺便|并且|以及|而且)/i;
const MAX_PARTS = 6;
/** A half sentence must stand firmer than a whole message. */
const MIN_SCORE = 0.6;
/** Taken whole, a sentence this clear is about one thing. */
const ONE_SUBJECT = 0.85;

interface Part {
  readonly intent: Intent;
  readonly match: Match;
}

/** Null: one question, or not sure of both. */
export function twoQuestions(scene: Scene, whole: Match): Reply | null {
  if (whole.how === 'pattern' || whole.how === 'example') return null;
  const texts = split(scene.turn.text, whole);
  if (texts.length < 2 || texts.length > MAX_PARTS) return null;
  const parts: Part[] = [];
  for (const text of texts) {
    const part = understand(scene, text);
    if (part !== null && !parts.some((p) => p.intent.id === part.intent.id)) parts.push(part);
  }
  const [one, two] = parts.sort((a, b) => a.intent.slots.length - b.intent.slots.length);
  if (one === undefined || two === undefined || parts.length > 2 || one.intent.slots.length > 0) return null;
  if (one.intent.near.includes(two.intent.id) || two.intent.near.includes(one.intent.id)) return null;
  if (one.intent.handoff === 'always' || withheld(scene, one.intent)) return null;
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

/** By sentences; within one sentence only when it is not plainly about one thing. */
function split(text: string, whole: Match): readonly string[] {
  const full = (parts: readonly string[]): readonly string[] => parts.filter((part) => part.trim() !== '');
  const sentences = full(text.split(SENTENCES));
  if (sentences.length > 1 || (whole.verdict === 'sure' && whole.score >= ONE_SUBJECT)) return sentences;
  return full(text.split(CLAUSES));
}

function understand(scene: Scene, text: string): Part | null {
  const reading = read(text);
  if (reading.tokens.length < 2) return null;
  const match = scene.mind.matcher.match(reading, scene.tongue, scene.place);
  const intent = match.intent === null ? null : scene.mind.book.intent(match.intent, scene.place);
  if (match.verdict !== 'sure' || match.score < MIN_SCORE || intent === null || intent.topic === 'smalltalk') return null;
  return { intent, match };
}
