/** What the bot leaves in the log: why it spoke, and what it waits for. Plain data; the rules live in bot/. */

export type Kind = 'technical' | 'learning' | 'resource' | 'billing' | 'certificate' | 'account' | 'course-advice' | 'other';
export const KINDS: readonly Kind[] = [
  'technical',
  'learning',
  'resource',
  'billing',
  'certificate',
  'account',
  'course-advice',
  'other',
];
export type Severity = 'low' | 'normal' | 'high' | 'urgent';
export const SEVERITIES: readonly Severity[] = ['low', 'normal', 'high', 'urgent'];
/** Languages the bot answers in. */
export type Tongue = 'en' | 'zh';
export type RequestKind =
  | 'refund'
  | 'invoice'
  | 'certificate'
  | 'access'
  | 'course-change'
  | 'appointment'
  | 'complaint'
  | 'contact';

export interface Candidate {
  readonly intent: string;
  /** Probability-like, 0 to 1. */
  readonly score: number;
}

export interface Trace {
  readonly how: 'pattern' | 'example' | 'likeness' | 'choice' | 'dialogue' | 'none';
  readonly intent: string | null;
  /** The pattern or nearest example, as the owner wrote it. */
  readonly by: string | null;
  readonly score: number | null;
  readonly runnerUp: Candidate | null;
  /** Hash of the intent table that decided. */
  readonly tableVersion: string;
  /** "site", "course:<id>" or "lesson:<course>/<id>". */
  readonly scope: string;
  readonly tongue: Tongue;
  /** The decision in one plain English sentence. */
  readonly sentence: string;
}

/** What the bot waits for after its last message; it survives restarts because it is folded from the log. */
export type Expecting =
  | {
      readonly type: 'slot';
      readonly intent: string;
      readonly slot: string;
      readonly filled: Readonly<Record<string, string>>;
      readonly tries: number;
    }
  | { readonly type: 'confirm'; readonly intent: string; readonly filled: Readonly<Record<string, string>> }
  | { readonly type: 'choose'; readonly intents: readonly string[] }
  | { readonly type: 'offer-person' };

export interface Memory {
  readonly expecting: Expecting | null;
  /** Misses in a row. */
  readonly misses: number;
  /** How many messages the bot has sent: picks answer variants in turn. */
  readonly turns: number;
  readonly lastIntent: string | null;
  /** Captured facts that later answers may use, e.g. name. */
  readonly known: Readonly<Record<string, string>>;
  /** Language of the last message that showed one: a bare number is answered in it. */
  readonly tongue?: Tongue;
}
export const EMPTY_MEMORY: Memory = { expecting: null, misses: 0, turns: 0, lastIntent: null, known: {} };
