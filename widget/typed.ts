/**
 * What was typed into a form and not sent: it outlives a closed panel, a form that gives way, and the next page of the course. In this
 * tab only, as the composer's draft; log-out and another learner take it away (app.tsx, `clearDraft`).
 */
import type { Chat } from './chat-ports.ts';

export interface Forms {
  readonly offline?: { readonly email: string; readonly name: string; readonly text?: string };
  readonly rating?: { readonly stars: number; readonly reasons: readonly string[]; readonly comment: string };
}
interface Stored extends Forms {
  /** They are about this one. */
  readonly conversation: string;
}

const NAME = 'forms';

/** All forms of this conversation. */
export function typedIn(chat: Chat, conversation: string): Forms {
  const text = chat.options.tab.get(NAME);
  const stored = text === undefined ? undefined : (JSON.parse(text) as Stored);
  return stored?.conversation === conversation ? stored : {};
}

/** Keeps what one form has; undefined: it is empty again. */
export function keepTyped<F extends keyof Forms>(chat: Chat, conversation: string, form: F, typed: Forms[F] | undefined): void {
  const all = { ...typedIn(chat, conversation), conversation, [form]: typed };
  if (all.offline || all.rating) chat.options.tab.set(NAME, JSON.stringify(all));
  else chat.options.tab.remove(NAME);
}
