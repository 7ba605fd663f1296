/** What may be lost on the way: that the learner types, and where they are. */
import type { LearnerSignal } from '#protocol/events.ts';
import type { PageContext } from '#protocol/shapes.ts';
import type { Chat } from './chat-ports.ts';

const TYPING_EVERY_MS = 3_000;
/** A page may report its progress at every scroll. */
const MOVED_EVERY_MS = 1_000;

export interface Signals extends Pick<Chat, 'typing' | 'moved'> {
  /** What was typed is on its way: whoever types on is announced anew. */
  said(): void;
}

export function createSignals(send: (signal: LearnerSignal) => void, context: () => PageContext): Signals {
  let typedAt = 0;
  let told = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  function moved(again?: boolean): void {
    if (timer && !again) return;
    const here = context();
    const text = JSON.stringify(here);
    if (text === '{}' || (text === told && !again)) return;
    told = text;
    timer ??= setTimeout(() => {
      timer = undefined;
      moved();
    }, MOVED_EVERY_MS);
    send({ type: 'context', context: here });
  }
  return {
    moved,
    said() {
      typedAt = 0;
    },
    typing(on) {
      const now = Date.now();
      if (on ? now - typedAt < TYPING_EVERY_MS : !typedAt) return;
      typedAt = on ? now : 0;
      send({ type: 'typing', on });
    },
  };
}
