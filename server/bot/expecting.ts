/** The learner's reply to what the bot asked for: a slot, a yes or no, one of some choices, a person or not. */
import type { Expecting } from '#domain/understanding.ts';
import {
  answerText,
  askSlot,
  askYes,
  carryOut,
  type Deed,
  type Filled,
  factsIn,
  finish,
  handOffSay,
  isErrand,
  withheld,
  withholdSay,
} from './acting.ts';
import type { Reply, Say } from './bot.ts';
import { type Span, slotValue } from './entities.ts';
import type { Match } from './matcher.ts';
import { mentions } from './mood.ts';
import { because, own, personChoice, reply, type Scene, say } from './scene.ts';
import type { Intent } from './table.ts';
import { isOneOf } from './voice.ts';

const MAX_TRIES = 2;

/** Null: the message is not a reply to that, treat it as any other. */
export function takeUp(scene: Scene, expecting: Expecting, choice: string | null, match: Match): Reply | null {
  switch (expecting.type) {
    case 'slot':
      return takeSlot(scene, expecting, choice, match);
    case 'confirm':
      return takeConfirm(scene, expecting, choice, match);
    case 'choose':
      return null;
    case 'offer-person': {
      const yes = choice === 'yes' || (choice === null && isOneOf(scene.voice, 'yes', scene.bare));
      const no = choice === 'no' || (choice === null && isOneOf(scene.voice, 'no', scene.bare));
      if (yes) return toPerson(scene, scene.turn.memory.misses >= 2 ? 'missed' : 'asked');
      if (no)
        return reply(scene, [
          say(scene, 'system', own(scene, 'go-on'), [], { how: 'dialogue', sentence: 'The learner did not want a person.' }),
        ]);
      return null;
    }
  }
}

export function toPerson(scene: Scene, reason: 'asked' | 'missed'): Reply {
  return reply(
    scene,
    [handOffSay(scene, { how: 'dialogue', sentence: 'The learner asked for a person.' })],
    {},
    { handoff: reason },
  );
}

function takeSlot(
  scene: Scene,
  expecting: Extract<Expecting, { type: 'slot' }>,
  choice: string | null,
  match: Match,
): Reply | null {
  const intent = scene.mind.book.intent(expecting.intent, scene.place);
  // The table may have changed since the question.
  if (intent === null || !intent.slots.includes(expecting.slot) || choice?.startsWith('intent:')) return null;
  const deed: Deed = {
    intent,
    filled: expecting.filled,
    reason: { how: 'dialogue', sentence: `The bot waits for slot "${expecting.slot}" of ${intent.id}.` },
  };
  if (choice === 'back' || isOneOf(scene.voice, 'back', scene.bare))
    return stepBack(scene, deed, intent.slots.indexOf(expecting.slot));
  const entity = scene.mind.table.slots.get(expecting.slot) ?? 'text';
  const value = slotValue(entity, scene.turn.text);
  if (value === null && !/[?？]\s*$/.test(scene.turn.text) && mentions(scene.voice, `without-${expecting.slot}`, scene.reading))
    return goOnWithout(scene, deed, expecting.slot);
  const other = otherQuestion(scene, intent.id, match, entity === 'text' || entity === 'name');
  if (value === null) {
    // Only facts given before, or every number in a sentence would answer a question not yet asked.
    const earlier = corrected(scene, intent, expecting.filled, other === null).filter(([slot]) => slot in expecting.filled);
    if (earlier.length > 0)
      return carryOut(scene, { ...deed, filled: { ...expecting.filled, ...Object.fromEntries(earlier) } });
  }
  if (value === null || (other !== null && (entity === 'text' || entity === 'name'))) {
    if (other !== null) {
      const answer = aside(scene, match, other);
      return answer === null ? null : askSlot(scene, deed, expecting.slot, 0, [answer]);
    }
    if (expecting.tries + 1 < MAX_TRIES) return askSlot(scene, deed, expecting.slot, expecting.tries + 1);
    const offer = say(
      scene,
      'offer-person',
      own(scene, 'offer-person'),
      [personChoice(scene), { label: own(scene, 'no'), choice: 'no' }],
      {
        how: 'dialogue',
        intent,
        sentence: `Slot "${expecting.slot}" was not given in ${MAX_TRIES} tries, so the bot offered a person.`,
      },
    );
    return reply(scene, [offer], { expecting: { type: 'offer-person' } });
  }
  // One reply may answer several questions at once: "4711, ada@example.com".
  const filled = { ...factsIn(scene, intent), ...expecting.filled, [expecting.slot]: value };
  return carryOut(scene, {
    ...deed,
    filled,
    reason: { how: 'dialogue', sentence: `The learner gave slot "${expecting.slot}" of ${intent.id}.` },
  });
}

/** "I don't have it": the owner's voice says how it goes on, and the fact stays empty. */
function goOnWithout(scene: Scene, deed: Deed, slot: string): Reply {
  const sentence = `The learner has nothing for slot "${slot}" of ${deed.intent.id}.`;
  const reason = { how: 'dialogue', intent: deed.intent, sentence } as const;
  const next = carryOut(scene, { ...deed, filled: { ...deed.filled, [slot]: '' }, reason });
  const says = [say(scene, 'system', own(scene, `without-${slot}`), [], reason), ...next.says];
  return { ...next, says, memory: { ...next.memory, turns: next.memory.turns + 1 } };
}

/** A sure question about something else, asked in the middle. Free text needs a question that leaves no doubt. */
function otherQuestion(scene: Scene, current: string, match: Match, free: boolean): string | null {
  if (match.verdict !== 'sure' || match.intent === null || match.intent === current) return null;
  // "好的" alone is likest to praise.
  if (isOneOf(scene.voice, 'yes', scene.bare) || isOneOf(scene.voice, 'no', scene.bare)) return null;
  if (free && match.how === 'likeness' && !/[?？]\s*$/.test(scene.turn.text)) return null;
  // What is answered in passing may be wrong; what drops the request under way may not.
  const errand = scene.mind.book.intent(match.intent, scene.place);
  if (match.how === 'likeness' && match.score < ERRAND_FROM && errand !== null && isErrand(errand)) return null;
  return match.intent;
}
const ERRAND_FROM = 0.9;

/** The answer to a question in the middle, after which the bot asks again; null: it is an errand of its own and takes over. */
function aside(scene: Scene, match: Match, id: string): Say | null {
  const other = scene.mind.book.intent(id, scene.place);
  if (other === null || isErrand(other)) return null;
  const reason = { how: match.how, sentence: because(match), match, intent: other };
  if (withheld(scene, other)) return withholdSay(scene, other, reason);
  return say(scene, other.topic === 'smalltalk' ? 'small-talk' : 'answer', answerText(scene, other, {}, match), [], reason);
}

/** To the slot before the `at`-th; before the first there is nothing left to do. */
function stepBack(scene: Scene, deed: Deed, at: number): Reply {
  const { intent } = deed;
  const before = intent.slots[at - 1];
  if (before === undefined) return cancelled(scene);
  const filled = Object.fromEntries(Object.entries(deed.filled).filter(([name]) => name !== before));
  const step = say(scene, 'system', own(scene, 'back'), [], {
    how: 'dialogue',
    intent,
    sentence: 'The learner went one step back.',
  });
  return askSlot(scene, { ...deed, filled }, before, 0, [step]);
}

export function cancelled(scene: Scene): Reply {
  return reply(scene, [
    say(scene, 'system', own(scene, 'cancelled'), [], { how: 'dialogue', sentence: 'The learner dropped what was under way.' }),
  ]);
}

/** "no, it is 4712": the facts that take the place of those given before. `short`: see otherOrder. */
function corrected(scene: Scene, intent: Intent, filled: Filled, short: boolean): readonly (readonly [string, string])[] {
  const given = [...scene.spans.filter((s) => s.certain && s.entity !== 'order-number'), ...otherOrder(scene, filled, short)];
  return intent.slots.flatMap((slot) =>
    given.filter((s) => s.entity === scene.mind.table.slots.get(slot)).map((s) => [slot, s.value] as const),
  );
}

/** The order number that is not the one given; with `short` one of a few digits is believed, too: nothing else is being asked. */
function otherOrder({ spans, reading }: Scene, filled: Filled, short: boolean): readonly Pick<Span, 'entity' | 'value'>[] {
  const named = spans.filter((s) => s.entity === 'order-number').map((s) => s.value);
  const bare = short ? [...reading.source.matchAll(SHORT_ORDER)].map(([digits]) => digits) : [];
  const other = [...bare, ...named].filter((value) => !Object.values(filled).includes(value)).at(-1);
  return other === undefined ? [] : [{ entity: 'order-number', value: other }];
}
const SHORT_ORDER = /(?<![a-z0-9.,+@#-])\d{3,14}(?![a-z0-9@-]|[.,]\d)/gi;

function takeConfirm(
  scene: Scene,
  expecting: Extract<Expecting, { type: 'confirm' }>,
  choice: string | null,
  match: Match,
): Reply | null {
  const intent = scene.mind.book.intent(expecting.intent, scene.place);
  if (intent === null || choice?.startsWith('intent:')) return null;
  const deed: Deed = {
    intent,
    filled: expecting.filled,
    reason: { how: 'dialogue', sentence: `The learner confirmed ${intent.id}.` },
  };
  const [first] = intent.slots;
  const said = (list: 'yes' | 'no' | 'back'): boolean =>
    choice === list || (choice === null && isOneOf(scene.voice, list, scene.bare));
  if (said('yes')) return finish(scene, deed);
  if (first !== undefined && said('no')) return askSlot(scene, { ...deed, filled: {} }, first);
  if (said('back')) return stepBack(scene, deed, intent.slots.length);
  const now = corrected(scene, intent, expecting.filled, true);
  if (now.length > 0) return carryOut(scene, { ...deed, filled: { ...expecting.filled, ...Object.fromEntries(now) } });
  const still: Deed = { ...deed, reason: { how: 'dialogue', sentence: 'The bot still waits for yes or no.' } };
  const other = otherQuestion(scene, intent.id, match, false);
  if (other !== null) {
    const answer = aside(scene, match, other);
    return answer === null ? null : askYes(scene, still, [answer]);
  }
  if (scene.turn.memory.misses > 0) return null;
  const again = askYes(scene, still);
  return { ...again, memory: { ...again.memory, misses: 1 } };
}
