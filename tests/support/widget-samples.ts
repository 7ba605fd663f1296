/** What tests of the widget start from. */
import type { ConversationView } from '#protocol/shapes.ts';
import type { Outgoing } from '#widget/outbox.ts';

/** A conversation with the bot, read up to `head`. */
export const view = (head: number, more: Partial<ConversationView> = {}): ConversationView => ({
  id: 'c1',
  status: 'with-bot',
  head,
  readByAgent: 0,
  rating: 'not-yet',
  ...more,
});

/** A command that waits to be sent. */
export const waitingItem = (cid: string, order: number, more: Partial<Outgoing> = {}): Outgoing => ({
  cid,
  order,
  at: order,
  conversation: null,
  command: { type: 'end' },
  state: 'waiting',
  ...more,
});
