/** What the desk asks of the bot. One call per learner message; the caller stores what comes back in the same transaction. */
import type { Choice, HandoffReason, Place } from '#domain/events.ts';
import type { Kind, Memory, RequestKind, Severity, Tongue, Trace } from '#domain/understanding.ts';

export interface Turn {
  readonly text: string;
  /** How many files came with it; the bot cannot look into them. */
  readonly files?: number;
  /** The quick reply that was picked, if any. */
  readonly choice?: string;
  /** BCP 47 tag of the page: decides when the text itself does not show its language. */
  readonly lang: string;
  readonly place: Place;
  /** Named in answers as {site.name}. */
  readonly site?: { readonly name: string };
  readonly learner: { readonly name: string | null; readonly email: string | null };
  readonly memory: Memory;
  /** Whether an agent is there now; today's business hours and the next opening in words, empty when there is nothing to say. */
  readonly hours: { readonly staffed: boolean; readonly today: string; readonly next: string };
}

/** One message of the bot. */
export interface Say {
  readonly text: string;
  readonly act: 'answer' | 'suggest' | 'ask' | 'offer-person' | 'hand-off' | 'small-talk' | 'not-known' | 'system';
  readonly choices: readonly Choice[];
  /** False: an answer that is not asked "did this help?" about. */
  readonly judged?: false;
  readonly trace: Trace;
  readonly kind: Kind;
  readonly severity: Severity;
  readonly tongue: Tongue;
}

export interface Reply {
  readonly says: readonly Say[];
  /** Dialogue state after the last message. */
  readonly memory: Memory;
  /** Set when a person should take over now. */
  readonly handoff?: HandoffReason;
  /** Set when the dialogue has completed a request for the agents. */
  readonly request?: { readonly kind: RequestKind; readonly slots: Readonly<Record<string, string>> };
  /** Nobody is there, and that request says where to answer: left as the form for that case would leave it. */
  readonly contact?: { readonly email: string; readonly text: string };
}

/** Whom the greeting speaks for, and to; empty where unknown. */
export interface Names {
  readonly site: string;
  readonly learner: string | null;
}

export interface Opening {
  readonly greeting: string;
  readonly starters: readonly Choice[];
}

export interface Bot {
  /** Hash of the table in service. */
  readonly tableVersion: string;
  reply(turn: Turn): Promise<Reply>;
  opening(lang: string, place: Place, names: Names): Opening;
  /** A sentence of the bot's own voice (voice.yaml), e.g. "handing-off", with variables filled in. */
  voice(key: string, lang: string, variables: Readonly<Record<string, string>>): string;
}
