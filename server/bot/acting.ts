/** Carries an intent out: asks for its slots, confirms, answers, files its request, hands off. */
import type { Choice } from '#domain/events.ts';
import { choose, fill } from './answer.ts';
import type { Reply, Say } from './bot.ts';
import type { Match } from './matcher.ts';
import { mentions } from './mood.ts';
import { intentChoice, own, personChoice, type Reason, reply, type Scene, say, variablesOf } from './scene.ts';
import type { Entity, Intent } from './table.ts';
import { slotKey } from './voice.ts';

export type Filled = Readonly<Record<string, string>>;
/** Whoever asks for this one wants a person. */
export const PERSON_INTENT = 'help.person';
const MAX_FOLLOW = 4;

export interface Deed {
  readonly intent: Intent;
  readonly filled: Filled;
  readonly reason: Reason;
  readonly match?: Match;
}

/** What the message itself tells about the intent's slots. */
export function factsIn(scene: Scene, intent: Intent, match?: Match): Filled {
  const facts = intent.slots.flatMap((slot) => {
    const entity = entityOf(scene, slot);
    const span = scene.spans.find((s) => s.entity === entity && (s.certain || entity === 'order-number'));
    const value = span?.value ?? match?.captures[slot];
    return value === undefined ? [] : [[slot, value] as const];
  });
  return Object.fromEntries(facts);
}

/** Slots that the message says there is nothing for ("I have no order number"), where the voice goes on without: filled with nothing. */
export const lackedIn = (scene: Scene, intent: Intent): Filled =>
  Object.fromEntries(
    intent.slots.flatMap((slot) => (mentions(scene.voice, `without-${slot}`, scene.reading) ? [[slot, ''] as const] : [])),
  );

/** The message's facts, and what the account and the earlier conversation tell besides. */
export function prefill(scene: Scene, intent: Intent, match?: Match): Filled {
  const { known } = scene.turn.memory;
  const earlier = intent.slots.flatMap((slot) => {
    const entity = entityOf(scene, slot);
    const value = LASTING.has(entity) ? (known[slot] ?? (entity === 'email' ? scene.turn.learner.email : null)) : null;
    return value === null || value === undefined ? [] : [[slot, value] as const];
  });
  return { ...lackedIn(scene, intent), ...Object.fromEntries(earlier), ...factsIn(scene, intent, match) };
}
/** Facts that stay true from one question to the next; a day or a sum belongs to its question. */
const LASTING: ReadonlySet<string> = new Set(['order-number', 'email', 'name', 'phone']);
const entityOf = (scene: Scene, slot: string): Entity => scene.mind.table.slots.get(slot) ?? 'text';

export function carryOut(scene: Scene, deed: Deed): Reply {
  const { intent, filled } = deed;
  if (withheld(scene, intent)) return reply(scene, [withholdSay(scene, intent, deed.reason)]);
  const missing = intent.slots.find((slot) => filled[slot] === undefined);
  if (missing !== undefined) return askSlot(scene, deed, missing);
  return intent.confirm && intent.slots.length > 0 ? askYes(scene, deed) : finish(scene, deed);
}

/** Does something follow from it: facts to be asked for, a request filed, a person fetched? Everything else is but an answer. */
export const isErrand = ({ slots, request, handoff }: Intent): boolean =>
  slots.length > 0 || request !== null || handoff === 'after' || handoff === 'always';

export const withheld = (scene: Scene, intent: Intent): boolean =>
  intent.withheldInExam && scene.turn.place.page?.kind === 'exam';

/** No answer: whether it helped is not asked, and nothing is resolved by it. */
export const withholdSay = (scene: Scene, intent: Intent, reason: Reason): Say =>
  say(scene, 'system', own(scene, 'exam'), [], {
    ...reason,
    intent,
    sentence: `${intent.id} is not answered during an exam.`,
  });

/** Repeats what was given, for a yes. */
export function askYes(scene: Scene, { intent, filled, reason, match }: Deed, before: readonly Say[] = []): Reply {
  const text = own(scene, 'confirm', { ...filled, summary: summary(scene, intent, filled) }, before.length);
  const ask = say(scene, 'ask', text, yesNo(scene), { ...reason, intent });
  return reply(scene, [...before, ask], {
    expecting: { type: 'confirm', intent: intent.id, filled },
    lastIntent: intent.id,
    known: { ...scene.turn.memory.known, ...match?.captures },
  });
}

export function askSlot(
  scene: Scene,
  { intent, filled, reason }: Deed,
  slot: string,
  tries = 0,
  before: readonly Say[] = [],
): Reply {
  const key = slotKey(scene.voice, tries === 0 ? 'ask' : 'bad', slot, entityOf(scene, slot));
  const ask = say(scene, 'ask', own(scene, key), [], { ...reason, intent });
  return reply(scene, [...before, ask], {
    expecting: { type: 'slot', intent: intent.id, slot, filled, tries },
    lastIntent: intent.id,
  });
}

/** Only a question is answered by "ok"; after three steps to try it means "I'll try". The button for a person stands there anyway. */
const ASKS = /[?？]\s*$/;

/** All is known and agreed: answer, file, hand off. */
export function finish(scene: Scene, { intent, filled, reason, match }: Deed): Reply {
  const says: Say[] = [];
  const { staffed } = scene.turn.hours;
  const now = intent.handoff === 'always' || intent.handoff === 'after';
  const text = answerText(scene, intent, filled, match);
  const act = intent.handoff === 'always' ? 'hand-off' : intent.topic === 'smalltalk' ? 'small-talk' : 'answer';
  // With nobody there, "a colleague is coming" would be untrue: only the away sentence is said.
  if (intent.handoff !== 'always' || staffed)
    says.push(say(scene, act, text, now ? [] : followUps(scene, intent), { ...reason, intent }));
  // They have just given it: asked once more, they would think that it went astray.
  const address =
    staffed || intent.request === null || intent.handoff !== 'after' ? undefined : addressIn(scene, intent, filled);
  if (now && address === undefined && (intent.handoff === 'after' || !staffed))
    says.push(handOffSay(scene, { ...reason, intent, sentence: `${intent.id} is for a person.` }, says.length));
  const asked = intent.id === PERSON_INTENT;
  const given = Object.fromEntries(Object.entries(filled).filter(([, value]) => value !== ''));
  const known = { ...scene.turn.memory.known, ...remembered(match), ...given };
  return reply(
    scene,
    says,
    {
      expecting: intent.handoff === 'offer' && ASKS.test(text) ? { type: 'offer-person' } : null,
      lastIntent: intent.id,
      known,
    },
    {
      ...(now ? { handoff: asked ? ('asked' as const) : ('intent' as const) } : {}),
      ...(intent.request === null ? {} : { request: { kind: intent.request, slots: given } }),
      ...(address === undefined ? {} : { contact: { email: address, text: summary(scene, intent, filled) } }),
    },
  );
}

const addressIn = (scene: Scene, intent: Intent, filled: Filled): string | undefined =>
  intent.slots.flatMap((slot) => (entityOf(scene, slot) === 'email' ? (filled[slot] ?? []) : [])).at(0);

/** Names learnt in passing ("my name is Ada") serve later answers; other captures belong to their message. */
const remembered = (match: Match | undefined): Filled => {
  const name = match?.captures['name'];
  return name === undefined ? {} : { name: name.replace(/^\p{L}/u, (c) => c.toUpperCase()) };
};

export function answerText(scene: Scene, intent: Intent, filled: Filled, match?: Match): string {
  const variables = variablesOf(scene, { ...match?.captures, ...filled });
  const own = match?.answers ?? [];
  const answers = own.length > 0 ? own : scene.mind.book.answers(intent.id, scene.tongue, scene.place);
  return fill(choose(answers, variables, scene.turn.memory.turns) ?? '', variables, scene.tongue);
}

export function handOffSay(scene: Scene, reason: Reason, nth = 0): Say {
  return say(scene, 'hand-off', own(scene, scene.turn.hours.staffed ? 'handing-off' : 'handed-off-away', {}, nth), [], reason);
}

function followUps(scene: Scene, intent: Intent): readonly Choice[] {
  const ids = intent.follow.filter(
    (id) => scene.mind.book.intent(id, scene.place) !== null && (intent.handoff !== 'offer' || id !== PERSON_INTENT),
  );
  const choices = ids.slice(0, MAX_FOLLOW).map((id) => intentChoice(scene, id));
  return intent.handoff === 'offer' ? [...choices, personChoice(scene)] : choices;
}

export const yesNo = (scene: Scene): readonly Choice[] => [
  { label: own(scene, 'yes'), choice: 'yes' },
  { label: own(scene, 'no'), choice: 'no' },
];
const summary = (scene: Scene, intent: Intent, filled: Filled): string =>
  intent.slots.flatMap((slot) => filled[slot] || []).join(scene.tongue === 'zh' ? '、' : ', ');
