/** One learner message with all the dialogue needs to speak about it. */
import type { Choice } from '#domain/events.ts';
import type { Expecting, Memory, Tongue, Trace } from '#domain/understanding.ts';
import type { Variables } from './answer.ts';
import type { Book } from './book.ts';
import type { Reply, Say, Turn } from './bot.ts';
import { findEntities, type Span, slotValue } from './entities.ts';
import { detectTongue, pageTongue } from './language.ts';
import { type Match, type Matcher, undress } from './matcher.ts';
import { type Reading, read, type Token } from './normalise.ts';
import { createRecent } from './recent.ts';
import { type Intent, type Scope, scopeName, type Table, type Voice } from './table.ts';
import { isOneOf, speak } from './voice.ts';

/** What decides: the table in service with its matcher. */
export interface Mind {
  readonly table: Table;
  readonly book: Book;
  readonly matcher: Matcher;
}
export interface Scene {
  readonly mind: Mind;
  readonly turn: Turn;
  readonly reading: Reading;
  /** Without greeting and politeness: what yes/no and commands are looked up with. */
  readonly bare: readonly Token[];
  readonly tongue: Tongue;
  readonly place: Scope;
  readonly voice: Voice;
  readonly spans: readonly Span[];
}

/** The same words come again and again; a text is the same whoever says it. */
const KEPT = 2_000;
const KEPT_CHARS = 200;
const seen = createRecent<Pick<Scene, 'reading' | 'spans'>>(KEPT);
function look(text: string): Pick<Scene, 'reading' | 'spans'> {
  const before = seen.get(text);
  if (before !== undefined) return before;
  const reading = read(text);
  const found = { reading, spans: findEntities(reading) };
  if (text.length <= KEPT_CHARS) seen.put(text, found);
  return found;
}

export function setScene(mind: Mind, turn: Turn): Scene {
  const { reading, spans } = look(turn.text);
  const tongue = tongueOf(mind, turn, reading, spans);
  const voice = mind.table.voices[tongue];
  return {
    mind,
    turn,
    reading,
    bare: bareOf(voice, reading),
    tongue,
    voice,
    spans,
    place: scopeOf(turn.place),
  };
}

const bareOf = (voice: Voice, { tokens }: Reading): readonly Token[] =>
  undress(
    tokens,
    [],
    (voice.words.get('politeness') ?? []).filter((phrase) => phrase.length < tokens.length),
  );

/** Entries of these are said alone. */
const SAID_ALONE = ['yes', 'no', 'cancel', 'back', 'person', 'greetings', 'politeness'] as const;
/** A name, a product, a code: no longer one stands for a language when the bot has asked for it. Words. */
const MAX_BORROWED = 2;

/** The message's language, unless it is only what speakers of the conversation's language write with foreign letters, too. */
function tongueOf({ table }: Mind, turn: Turn, reading: Reading, spans: readonly Span[]): Tongue {
  const { tongue: held, expecting } = turn.memory;
  const shown = detectTongue(reading, held ?? pageTongue(turn.lang), spans);
  if (held === undefined || shown === held) return shown;
  const listed = (tongue: Tongue): boolean => {
    const voice = table.voices[tongue];
    return SAID_ALONE.some((list) => isOneOf(voice, list, bareOf(voice, reading)));
  };
  // "ok" and "hello" are on the Chinese voice's lists.
  if (listed(held)) return held;
  const gives =
    expecting?.type === 'slot' &&
    shown === 'en' &&
    reading.tokens.length <= MAX_BORROWED &&
    !/[?？]/.test(turn.text) &&
    slotValue(table.slots.get(expecting.slot) ?? 'text', turn.text) !== null;
  return gives && !listed(shown) ? held : shown;
}

export function scopeOf(place: Turn['place']): Scope {
  return { course: place.course?.id ?? null, lesson: place.course === undefined ? null : (place.lesson?.id ?? null) };
}

export function variablesOf({ turn }: Scene, more: Variables = {}): Variables {
  return {
    ...turn.memory.known,
    'course.title': turn.place.course?.title,
    'lesson.title': turn.place.lesson?.title,
    'learner.name': turn.learner.name ?? turn.memory.known['name'],
    'site.name': turn.site?.name,
    'hours.today': turn.hours.today,
    'hours.next': turn.hours.next,
    ...more,
  };
}

/** A sentence of the bot's own; `nth` counts the messages of this reply that stand before it. */
export const own = (scene: Scene, key: string, more: Variables = {}, nth = 0): string =>
  speak(scene.voice, key, variablesOf(scene, more), scene.turn.memory.turns + nth, scene.tongue);

export interface Reason {
  readonly how: Trace['how'];
  readonly sentence: string;
  readonly match?: Match;
  readonly intent?: Intent | null;
}

export function say(scene: Scene, act: Say['act'], text: string, choices: readonly Choice[], reason: Reason): Say {
  const { match, intent } = reason;
  return {
    text,
    act,
    choices,
    // Whom a person is fetched for is asked by that person.
    ...(act === 'answer' && intent && (!intent.judged || intent.handoff === 'after') ? { judged: false as const } : {}),
    kind: intent?.kind ?? 'other',
    severity: intent?.severity ?? 'normal',
    tongue: scene.tongue,
    trace: {
      how: reason.how,
      intent: intent?.id ?? match?.intent ?? null,
      by: match?.by ?? null,
      score: match === undefined || match.how === 'none' ? null : Math.round(match.score * 1000) / 1000,
      runnerUp: match?.runnerUp ?? null,
      tableVersion: scene.mind.table.version,
      scope: scopeName(scene.place),
      tongue: scene.tongue,
      sentence: reason.sentence,
    },
  };
}

/** The reply and the memory after it. What is not mentioned in `change` is forgotten (`expecting`) or kept (the rest). */
export function reply(
  scene: Scene,
  says: readonly Say[],
  change: Partial<Memory> = {},
  more: Omit<Reply, 'says' | 'memory'> = {},
): Reply {
  const { memory } = scene.turn;
  const expecting: Expecting | null = change.expecting ?? null;
  return {
    ...more,
    says,
    memory: { ...memory, misses: 0, ...change, tongue: scene.tongue, expecting, turns: memory.turns + says.length },
  };
}

export const personChoice = (scene: Scene): Choice => ({ label: own(scene, 'talk-to-person'), choice: 'person' });
export const intentChoice = (scene: Scene, id: string): Choice => ({
  label: scene.mind.book.title(id, scene.tongue, scene.place),
  choice: `intent:${id}`,
});
/** For traces: why this match. */
export function because(match: Match): string {
  const next = match.runnerUp === null ? '' : `; next came ${match.runnerUp.intent} (${match.runnerUp.score.toFixed(2)})`;
  if (match.regex) return `The regex "${match.by}" of ${match.intent} finds something in the message.`;
  if (match.how === 'pattern') return `The pattern "${match.by}" of ${match.intent} fits the whole message${next}.`;
  if (match.how === 'example') return `The message is an example of ${match.intent}.`;
  if (match.how === 'likeness')
    return `The message is most like ${match.intent} (${match.score.toFixed(2)})${match.by === null ? '' : `, nearest "${match.by}"`}${next}.`;
  return 'Nothing in the table is like this message.';
}
