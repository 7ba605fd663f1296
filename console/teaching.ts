/** The owner's loop over HTTP, as the server shapes it. */
import type { Kind } from '#protocol/agents.ts';
import { ask, BASE, type Placed } from './api.ts';

export type Tongue = 'en' | 'zh';
export type MissedReason = 'not-known' | 'unhelpful' | 'handed-off';
export interface MissedQuestion extends Placed {
  readonly id: number;
  readonly conversation: string;
  readonly at: number;
  readonly text: string;
  readonly reason: MissedReason;
  /** What an agent answered first. */
  readonly reply: string | null;
}
export interface MissedGroup {
  readonly tongue: Tongue;
  /** All of the group; `questions` are the newest of them. */
  readonly ids: readonly number[];
  readonly questions: readonly MissedQuestion[];
  readonly nearest: readonly { readonly intent: string; readonly score: number }[];
}
export interface Draft {
  readonly id: string;
  readonly by: string;
  readonly tongue: Tongue;
  readonly intent: string;
  readonly create: NewIntent | null;
  readonly examples: readonly string[];
  readonly from: readonly number[];
}
export interface NewIntent {
  readonly kind: Kind;
  readonly title: string;
  readonly answer: string;
}
export interface IntentCard {
  readonly id: string;
  readonly titles: Readonly<Partial<Record<Tongue, string>>>;
}
export interface Lesson {
  /** Without those that a draft is made from. */
  readonly open: number;
  readonly drafted: number;
  readonly groups: readonly MissedGroup[];
  readonly drafts: readonly Draft[];
  readonly intents: readonly IntentCard[];
}
export interface Heard {
  readonly verdict: 'sure' | 'unsure' | 'unknown';
  readonly intent: string | null;
}
export interface Moved {
  readonly text: string;
  readonly expected: string | null;
  readonly before: Heard;
  readonly after: Heard;
}
export interface Comparison {
  readonly tongue: Tongue;
  readonly heldOut: number;
  readonly rightBefore: number;
  readonly rightAfter: number;
  readonly fixes: readonly Moved[];
  readonly breaks: readonly Moved[];
  readonly stuck: readonly Moved[];
  readonly alsoAnswered: readonly Moved[];
}
export interface Rehearsal {
  /** What `publish` wants to see. */
  readonly key: string;
  readonly files: readonly string[];
  readonly comparisons: readonly Comparison[];
}

export const teaching = {
  lesson: () => ask<Lesson>('GET', '/teach'),
  propose: (wanted: {
    readonly tongue: Tongue;
    readonly intent: string;
    readonly from: readonly number[];
    readonly create?: NewIntent;
  }) => ask<unknown>('POST', '/teach/drafts', wanted),
  drop: (draft: string) => ask<unknown>('DELETE', `/teach/drafts/${encodeURIComponent(draft)}`),
  dismiss: (questions: readonly number[]) => ask<unknown>('POST', '/teach/dismiss', { questions }),
  test: () => ask<Rehearsal>('POST', '/teach/test', {}),
  publish: (key: string) =>
    ask<{ readonly files: readonly string[]; readonly handled: number }>('POST', '/teach/publish', { key }),
};

/** Where a file with the drafts in it is downloaded. */
export const fileAddress = (path: string) => `${BASE}/teach/files?path=${encodeURIComponent(path)}`;
