import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Call, Verbs } from '#widget/app-ports.ts';
import { withListeners } from '#widget/verbs.ts';

beforeEach(() => vi.stubGlobal('document', new EventTarget()));
afterEach(() => vi.unstubAllGlobals());

const opened = vi.fn();
/** Only what is called here. */
const verbs = { open: opened } as unknown as Verbs;
const happen = (name: string, detail: unknown) => document.dispatchEvent(new CustomEvent(`handraise:${name}`, { detail }));

test('W74 what waited is run in its order, and a listener that waited can be taken back', async () => {
  const heard: unknown[] = [];
  const listens: Call = ['on', 'unread', (detail: unknown) => heard.push(detail)];
  opened.mockImplementation(() => happen('unread', 'while opening'));
  const waiting = new Set<Call>([listens, ['open']]);
  const app = withListeners(verbs, waiting, new AbortController().signal);
  expect(heard, 'nothing runs before the loader holds the app').toEqual([]);
  await Promise.resolve();
  expect(waiting.size).toBe(0);
  expect(heard).toEqual(['while opening']);
  app.undo(listens);
  happen('unread', 'too late');
  expect(heard).toEqual(['while opening']);
});

test('W74 a listener stops by its answer, and all of them when the app goes', () => {
  const heard: unknown[] = [];
  const life = new AbortController();
  const app = withListeners(verbs, new Set(), life.signal);
  const off = app.run(['on', 'open', () => heard.push('first')]);
  app.run(['on', 'open', () => heard.push('second')]);
  happen('open', undefined);
  off?.();
  happen('open', undefined);
  life.abort();
  happen('open', undefined);
  expect(heard).toEqual(['first', 'second', 'second']);
});

test('W128 what waited behind a shutdown goes to the loader, in its order, for the widget that is booted next', async () => {
  const life = new AbortController();
  const waiting = new Set<Call>([['open'], ['shutdown'], ['boot', { lang: 'de' }], ['send', 'hello']]);
  const loader = vi.fn((...call: Call) => void waiting.add(call));
  vi.stubGlobal('window', { Handraise: loader });
  // As the loader ends it.
  const shutdown = () => {
    life.abort();
    waiting.clear();
  };
  opened.mockClear();
  withListeners({ ...verbs, shutdown }, waiting, life.signal);
  await Promise.resolve();
  expect(opened).toHaveBeenCalledTimes(1);
  expect(loader.mock.calls).toEqual([
    ['boot', { lang: 'de' }],
    ['send', 'hello'],
  ]);
  expect([...waiting], 'they wait for the next').toEqual(loader.mock.calls);
});
