/** The owner's loop as a service: what was missed, in groups; drafts made from it, tested, published. For admins. */
import { withoutPersonal } from '#bot/draft-files.ts';
import type { IntentCard, Rehearsal, Teacher } from '#bot/teacher.ts';
import type { AgentId, Ids } from '#domain/ids.ts';
import type { Draft, MissedQuestion } from '#domain/missed.ts';
import type { Clock } from '#domain/time.ts';
import { type Titles, titlesOf } from '#domain/titles.ts';
import type { Candidate, Tongue } from '#domain/understanding.ts';
import type { Store } from '#store/store.ts';
import type { Result } from './desk.ts';

/** Questions that ask the same, the oldest first, with what the bot took them for. */
export interface MissedGroup {
  readonly tongue: Tongue;
  readonly questions: readonly MissedQuestion[];
  readonly nearest: readonly Candidate[];
}
export interface Lesson {
  readonly groups: readonly MissedGroup[];
  /** All open questions that no draft is made from, also those beyond the newest 2,000 that are grouped. */
  readonly open: number;
  /** Open questions that a draft is made from: publishing handles them, removing the draft opens them again. */
  readonly drafted: number;
  readonly drafts: readonly Draft[];
  readonly intents: readonly IntentCard[];
  readonly titles: Titles;
}
export interface Proposal {
  readonly tongue: Tongue;
  readonly intent: string;
  readonly from: readonly number[];
  readonly create: Draft['create'];
}
export interface Teaching {
  lesson(): Promise<Lesson>;
  /** Adds to the draft of that intent and language where there is one. */
  propose(by: AgentId, wanted: Proposal): Promise<Result<Draft>>;
  drop(id: string): Promise<Result<null>>;
  dismiss(by: AgentId, questions: readonly number[]): Promise<number>;
  test(): Promise<Result<Extract<Rehearsal, { ok: true }>>>;
  publish(by: AgentId, key: string): Promise<Result<{ readonly files: readonly string[]; readonly handled: number }>>;
  /** The changed files as they would be published. */
  files(): Promise<Result<readonly { readonly path: string; readonly text: string }[]>>;
}

export const MAX_GROUPED = 2_000;
const MAX_DRAFTS = 100;
/** Of one click: more of the same teach nothing. */
const MAX_EXAMPLES = 20;
/** A longer message is a story, not an example. Characters. */
const MAX_EXAMPLE = 300;
const NEAREST = 3;
const HANDLED = 'somebody has handled these questions meanwhile';
const ID = /^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/;

const refuse = (code: 'bad-request' | 'conflict' | 'not-allowed', detail: string) =>
  ({ ok: false, refused: { code, detail } }) as const;

/** What the bot took the group's questions for, the sum of their scores first; only intents that still exist. */
export function nearestOf(questions: readonly MissedQuestion[], known: ReadonlySet<string>): readonly Candidate[] {
  const sums = new Map<string, number>();
  for (const { intent, score } of questions.flatMap(({ nearest }) => nearest))
    if (known.has(intent)) sums.set(intent, (sums.get(intent) ?? 0) + score / questions.length);
  const sorted = [...sums].sort((a, b) => b[1] - a[1]);
  return sorted.slice(0, NEAREST).map(([intent, score]) => ({ intent, score }));
}

/** Distinct, short, and without what is personal. */
function examplesFrom(questions: readonly MissedQuestion[]): readonly string[] {
  const texts = questions.map(({ text }) => withoutPersonal(text)).filter((text) => /\p{L}/u.test(text));
  const distinct = new Map(texts.map((text) => [text.toLowerCase(), text]));
  return [...distinct.values()].filter((text) => text.length <= MAX_EXAMPLE).slice(0, MAX_EXAMPLES);
}

export function createTeaching(store: Store, teacher: Teacher, clock: Clock, ids: Ids): Teaching {
  const { missed } = store;
  /** One at a time: two clicks must not each read the drafts without the other's. */
  let line: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const turn = line.then(run);
    line = turn.catch(() => undefined);
    return turn;
  };
  const free = async (drafts: readonly Draft[]) => {
    const taken = new Set(drafts.flatMap(({ from }) => from));
    return (await missed.open(MAX_GROUPED)).filter(({ id }) => !taken.has(id));
  };

  async function propose(by: AgentId, { tongue, intent, from, create }: Proposal): Promise<Result<Draft>> {
    const drafts = await missed.drafts();
    // Oldest first, as they were asked.
    const questions = (await free(drafts)).filter(({ id }) => from.includes(id)).reverse();
    const examples = examplesFrom(questions);
    const known = teacher.intents().find(({ id }) => id === intent);
    const held = drafts.find((draft) => draft.intent === intent && draft.tongue === tongue);
    if (questions.length === 0) return refuse('conflict', HANDLED);
    if (examples.length === 0) return refuse('bad-request', `too long for an example: at most ${MAX_EXAMPLE} characters`);
    if (create && !ID.test(intent))
      return refuse('bad-request', 'intent: must be <topic>.<name>, in lower case letters, digits and dashes');
    // An intent that does not speak this language yet begins to.
    if (create && (known?.titles[tongue] !== undefined || held))
      return refuse('bad-request', 'intent: exists already; add examples to it');
    if (!create && !held?.create && known?.titles[tongue] === undefined)
      return refuse(
        'bad-request',
        known ? `intent: says nothing in ${tongue} yet; make it a new one with this name` : 'intent: no such intent',
      );
    if (!held && drafts.length >= MAX_DRAFTS) return refuse('not-allowed', `at most ${MAX_DRAFTS} drafts: publish some first`);
    const draft: Draft = held
      ? {
          ...held,
          examples: [...new Set([...held.examples, ...examples])],
          from: [...held.from, ...questions.map(({ id }) => id)],
        }
      : { id: ids.hex(8), at: clock.now(), by, tongue, intent, create, examples, from: questions.map(({ id }) => id) };
    return (await missed.putDraft(draft)) ? { ok: true, value: draft } : refuse('conflict', HANDLED);
  }

  async function publish(by: AgentId, key: string): ReturnType<Teaching['publish']> {
    const drafts = await missed.drafts();
    if (drafts.length === 0) return refuse('bad-request', 'there is nothing to publish');
    const published = await teacher.publish(drafts, key);
    if (!published.ok) return refuse(published.why === 'read-only' ? 'not-allowed' : 'conflict', published.detail);
    let handled = 0;
    for (const draft of drafts) {
      handled += await missed.handle(draft.from, draft.create ? 'intent' : 'example', by, clock.now());
      await missed.removeDraft(draft.id);
    }
    return { ok: true, value: { files: published.files, handled } };
  }

  return {
    async lesson() {
      const drafts = await missed.drafts();
      const questions = [...(await free(drafts))].reverse();
      const intents = teacher.intents();
      const known = new Set(intents.map(({ id }) => id));
      // Oldest first, so that a group keeps its leader when another question joins it.
      const alike = await teacher.group(questions);
      const grouped = alike.map((questions) => ({
        tongue: questions[0]?.tongue ?? 'en',
        questions,
        nearest: nearestOf(questions, known),
      }));
      const newest = ({ questions }: MissedGroup) => questions.at(-1)?.at ?? 0;
      const groups = grouped.sort((a, b) => b.questions.length - a.questions.length || newest(b) - newest(a));
      return { groups, ...(await missed.counts()), drafts, intents, titles: titlesOf(questions) };
    },
    propose: (by, wanted) => inTurn(() => propose(by, wanted)),
    drop: (id) =>
      inTurn(async () =>
        (await missed.removeDraft(id))
          ? { ok: true, value: null }
          : refuse('conflict', 'somebody has removed this draft already'),
      ),
    dismiss: (by, questions) => missed.handle(questions, 'dismissed', by, clock.now()),
    test: () =>
      inTurn(async () => {
        const drafts = await missed.drafts();
        if (drafts.length === 0) return refuse('bad-request', 'there is nothing to test: make a draft first');
        const rehearsal = await teacher.rehearse(drafts, await free(drafts));
        return rehearsal.ok ? { ok: true, value: rehearsal } : refuse('bad-request', rehearsal.faults.join('; '));
      }),
    publish: (by, key) => inTurn(() => publish(by, key)),
    async files() {
      const written = await teacher.written(await missed.drafts());
      return written.ok ? { ok: true, value: written.changed } : refuse('bad-request', written.faults.join('; '));
    },
  };
}
