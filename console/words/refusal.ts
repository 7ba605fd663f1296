import type { Refusal } from '#protocol/refusals.ts';
import type { Words } from './en.ts';

/** A refusal as one sentence for people, with the wait where the server names one. */
export function refusalWords(words: Words, refusal: Refusal | 'no-answer'): string {
  if (refusal === 'no-answer') return words.noAnswer;
  if (refusal.code === 'taken') return refusal.detail ? words.act.taken(refusal.detail) : words.act.takenBare;
  const known = refusal.detail && words.people.faults.find(([part]) => refusal.detail?.includes(part));
  if (refusal.code === 'bad-request' && known) return known[1];
  if (refusal.code === 'not-allowed' && refusal.detail?.includes('last admin')) return words.people.lastAdmin;
  if (refusal.code === 'not-allowed' && refusal.detail?.includes('another chat')) return words.act.movedOn;
  const reason = words.reasons.find(([part]) => refusal.detail?.includes(part));
  const base = words.refusal[refusal.code] ?? words.refusal.internal;
  const wait = refusal.retryAfterMs === undefined ? '' : ` (${words.seconds(Math.ceil(refusal.retryAfterMs / 1_000))})`;
  if (reason) return `${reason[1]}${wait}`;
  const detail = refusal.detail && refusal.code !== 'not-yours' ? ` (${refusal.detail})` : '';
  return `${base}${wait}${detail}`;
}
