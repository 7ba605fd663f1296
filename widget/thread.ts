/** The lines to draw, from entries and what is on its way. Pure. */
import type { Author, Entry } from '#protocol/shapes.ts';
import type { Outgoing } from './outbox.ts';
import type { Session } from './session.ts';

export type MessageEntry = Extract<Entry, { type: 'message' }>;
type NoteEntry = Extract<
  Entry,
  { type: 'waiting' | 'wait-cancelled' | 'joined' | 'left' | 'contact-left' | 'ended' | 'reopened' }
>;

export type Line =
  | { readonly kind: 'day'; readonly at: number; readonly key: string }
  | {
      readonly kind: 'message';
      readonly key: string;
      readonly entry: MessageEntry;
      /** First of a run by the same author: shows the name. Last: shows the time. */
      readonly first: boolean;
      readonly last: boolean;
      readonly helped: boolean | null;
    }
  | { readonly kind: 'outgoing'; readonly key: string; readonly item: Outgoing; readonly text: string }
  | { readonly kind: 'note'; readonly key: string; readonly entry: NoteEntry };

const RUN_MS = 5 * 60_000;
const NOTES = new Set(['waiting', 'wait-cancelled', 'joined', 'left', 'contact-left', 'ended', 'reopened']);

const same = (a: Author, b: Author): boolean =>
  a.role === b.role && (a.role !== 'agent' || b.role !== 'agent' || a.name === b.name);
const isNote = (entry: Entry): entry is NoteEntry => NOTES.has(entry.type);

/** A message of the learner's own keeps, once it has arrived, the element it had on its way: a screen reader reads it out once. */
export const lineKey = ({ cid, seq }: MessageEntry): string => cid ?? `${seq}`;

/** What is said when a command with words of the learner's own has not arrived yet. */
export function ownText(item: Outgoing): string | null {
  const { command } = item;
  if (command.type === 'say' || command.type === 'leave-contact') return command.text;
  return command.type === 'rate' ? `${'★'.repeat(command.stars)} ${command.comment}` : null;
}

/** `from`: no run of messages goes on across this entry. */
export function lines(session: Session, from = 0): Line[] {
  const { entries, pending } = session;
  const helped = new Map<number, boolean>();
  for (const entry of entries) {
    if (entry.type === 'helped') helped.set(entry.about, entry.helped);
  }
  for (const { command } of pending) if (command.type === 'helped') helped.set(command.seq, command.helped);

  const shown = entries.filter((entry) => entry.type === 'message' || isNote(entry));
  const out: Line[] = [];
  let day = '';
  shown.forEach((entry, at) => {
    const date = new Date(entry.at).toDateString();
    if (date !== day) out.push({ kind: 'day', at: entry.at, key: `day ${date}` });
    const newDay = date !== day;
    day = date;
    if (isNote(entry)) {
      out.push({ kind: 'note', key: `${entry.seq}`, entry });
      return;
    }
    if (entry.type !== 'message') return;
    const joins = (other: Entry | undefined) =>
      other?.type === 'message' &&
      other.seq < from === entry.seq < from &&
      same(other.author, entry.author) &&
      Math.abs(other.at - entry.at) < RUN_MS;
    out.push({
      kind: 'message',
      key: lineKey(entry),
      entry,
      first: newDay || !joins(shown[at - 1]),
      last: !joins(shown[at + 1]),
      helped: helped.get(entry.seq) ?? null,
    });
  });
  for (const item of pending) {
    const text = ownText(item);
    const visible = item.command.type === 'say' || item.state === 'failed';
    if (text !== null && visible) out.push({ kind: 'outgoing', key: item.cid, item, text });
  }
  return out;
}

/** The replies on offer: only those of the very last message, and only while nothing is on its way. */
export function offered(session: Session): MessageEntry | null {
  if (session.conversation?.status === 'closed') return null;
  if (session.pending.some((item) => item.command.type === 'say' && item.state !== 'failed')) return null;
  for (let at = session.entries.length - 1; at >= 0; at--) {
    const entry = session.entries[at];
    if (entry?.type === 'message') return entry.author.role === 'learner' ? null : entry;
    if (entry?.type === 'waiting' || entry?.type === 'ended') return null;
  }
  return null;
}

/** The learner's last own line that has arrived: its state is told underneath. */
export function lastOwn(session: Session): MessageEntry | null {
  const own = session.entries.filter(
    (entry): entry is MessageEntry => entry.type === 'message' && entry.author.role === 'learner',
  );
  return own.at(-1) ?? null;
}

/** What the learner last asked in words of their own: a picked reply ("Talk to a person") is not the question. */
export function lastQuestion(session: Session): string {
  let offered: readonly string[] = [];
  let question = '';
  for (const entry of session.entries) {
    if (entry.type !== 'message') continue;
    if (entry.author.role !== 'learner') offered = entry.quickReplies?.map(({ label }) => label) ?? [];
    else if (!offered.includes(entry.text)) question = entry.text;
  }
  return question;
}
