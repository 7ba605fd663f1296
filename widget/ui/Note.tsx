import type { Line } from '#widget/thread.ts';
import { clock, useFace } from './face.ts';

/** What happened around the messages: somebody came, left, the chat ended. */
export function Note({ line }: { readonly line: Extract<Line, { kind: 'note' }> }) {
  const { words } = useFace();
  const { entry } = line;
  const say = (): string => {
    switch (entry.type) {
      case 'waiting':
        return words.stillWaiting;
      case 'wait-cancelled':
        return words.waitCancelled;
      case 'joined':
        return words.joined(entry.name);
      case 'left':
        return entry.to === 'bot'
          ? words.leftToBot(entry.name)
          : entry.to === 'queue'
            ? words.leftToQueue
            : words.leftToAgent(entry.name);
      case 'contact-left':
        return words.contactLeft(entry.email);
      case 'ended':
        return words.ended[entry.by];
      case 'reopened':
        return words.reopened;
    }
  };
  return (
    <li class="note">
      <span>{say()}</span> <time dateTime={new Date(entry.at).toISOString()}>{clock(entry.at, words.lang)}</time>
    </li>
  );
}
