import type { Entry } from '#protocol/shapes.ts';
import type { Words } from './words/en.ts';

/** What happened around the messages, in words; undefined for entries that no thread shows. */
export function noteText(entry: Entry, words: Words): string | undefined {
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
    default:
      return undefined;
  }
}
