import { expect, test } from 'vitest';
import { openJotter } from '#widget/jot.ts';
import type { OutboxStore, Outgoing } from '#widget/outbox.ts';
import { createSender, type SenderPorts } from '#widget/sender.ts';
import { memoryOutbox, opening, openOutbox } from '#widget/storage.ts';

/** As much of Storage as is used; its own keys are its entries, as a browser's. */
function storage(): Storage {
  const methods = {
    getItem: (key: string) => (Object.hasOwn(held, key) ? String(held[key]) : null),
    setItem: (key: string, text: string) => void Object.assign(held, { [key]: text }),
    removeItem: (key: string) => void delete held[key],
  };
  const held: Record<string, unknown> = Object.create(methods);
  return held as unknown as Storage;
}
const say = (text: string) => ({ type: 'say', text, lang: 'en', context: {} }) as const;
const textOf = ({ command }: Outgoing) => (command.type === 'say' ? command.text : command.type);
const sending = (store: OutboxStore, more: Partial<SenderPorts> = {}) =>
  createSender({
    store,
    now: () => 5,
    conversation: () => null,
    ready: () => false,
    act: async () => undefined,
    reopen: async () => null,
    exclusively: (work) => work(),
    changed: () => {},
    acked: () => {},
    failed: () => {},
    stop: () => {},
    ...more,
  });

test('P47 what was said is down in the same turn, before the outbox is even open; once the outbox has it the jotting is gone', async () => {
  const area = storage();
  const jotter = openJotter('school', () => area);
  let open: (store: OutboxStore) => void = () => {};
  const opened = new Promise<OutboxStore>((resolve) => (open = resolve));
  const store = opening(() => opened);
  const queued = sending(store, { jotter }).queue(say('one'));
  expect(jotter.left().map(textOf)).toEqual(['one']);
  open(memoryOutbox());
  const cid = await queued;
  expect(jotter.left()).toEqual([]);
  expect((await store.all()).map((item) => [item.cid, textOf(item)])).toEqual([[cid, 'one']]);
});

test('P47 a jotting whose tab is gone is in the outbox of the next, with the same cid; what is broken is passed over', async () => {
  const area = storage();
  const gone = openJotter('school', () => area);
  void sending(
    opening(() => new Promise(() => {})),
    { jotter: gone },
  ).queue(say('lost?'));
  area.setItem('handraise:school:jot:half', '{"cid":');
  const [jotted] = gone.left();
  const jotter = openJotter('school', () => area);
  const store = await openOutbox('school', () => import('#widget/local-outbox.ts'), jotter);
  expect(await store.all()).toEqual([jotted]);
  expect(jotter.left()).toEqual([]);
  expect(openJotter('other', () => area).left()).toEqual([]);
});

test('P47 where storage is denied it is as if there were none', () => {
  const denied = openJotter('school', () => {
    throw new DOMException('denied', 'SecurityError');
  });
  denied.write({ cid: 'a' } as Outgoing);
  denied.rub('a');
  expect(denied.left()).toEqual([]);
});

test('W8 what is said in one moment keeps its order, also where the clock was set back', async () => {
  const store = memoryOutbox();
  await store.put({ cid: 'old', order: 90, at: 90, conversation: null, command: say('before'), state: 'waiting' });
  const sender = sending(store);
  await Promise.all(['one', 'two', 'three'].map((text) => sender.queue(say(text))));
  expect((await store.all()).map(textOf)).toEqual(['before', 'one', 'two', 'three']);
});
