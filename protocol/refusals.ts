/** Every way the server says no. A program reads the code; words for people live with each client. */
export const REFUSAL_CODES = [
  'bad-request', // the payload has the wrong shape; `detail` names the field
  'too-long', // text over MAX_MESSAGE_CHARS
  'too-fast', // rate limit; `retryAfterMs` says when to try again
  'closed', // the conversation has ended; open a new one
  'not-yours', // no such conversation for this learner or agent
  'not-allowed', // the role may not do this, or it makes no sense in this state
  'taken', // another agent was faster; `detail` is that agent's name
  'conflict', // the conversation changed while deciding, several times over; try again
  'storage-full', // nothing was stored; keep the message and try later
  'signed-out', // the session or token is no longer valid
  'identity', // the site's signature about the learner is missing, not valid or has run out; open with a new one
  'outdated', // the client speaks another PROTOCOL_VERSION; reload
  'internal', // our fault; logged under `detail` (an incident id)
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

export interface Refusal {
  readonly code: RefusalCode;
  readonly detail?: string;
  readonly retryAfterMs?: number;
}

/** Every acknowledgement: a value, or a refusal. Never both, never neither. */
export type Ack<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };
