import { expect, it } from 'vitest';
import { createBell } from '#console/bell.ts';
import { setRecent } from '#console/recent.ts';
import { begin, reduce, type State } from '#console/session.ts';
import { COUNTS, HOURS, item, ME } from './samples.ts';

it('A90 a bounded memory lets go of what was set longest ago', () => {
  const map = new Map<string, number>();
  for (const [index, key] of ['a', 'b', 'a', 'c', 'd'].entries()) setRecent(map, key, index, 3);
  expect([...map]).toEqual([
    ['a', 2],
    ['c', 3],
    ['d', 4],
  ]);
});

it('A90 a chat that rang thousands of rings ago and is as it was rings no second time', () => {
  let state: State = begin(ME);
  const rings: string[] = [];
  const bell = createBell({ me: ME.id, state: () => state, ring: (kind, { id }) => void rings.push(`${kind} ${id}`) });
  const hear = (id: string) => {
    const row = item(id);
    bell.row(row);
    state = reduce(state, { type: 'row', item: row, counts: COUNTS });
  };
  hear('first');
  for (let n = 0; n < 3_000; n++) hear(`c${n}`);
  hear('first');
  expect(rings).toHaveLength(3_001);
});

it('A106 who is away hears their own chats and no new hands; back again, the next hand', () => {
  let state: State = begin({ ...ME, available: false });
  const rings: string[] = [];
  const bell = createBell({ me: ME.id, state: () => state, ring: (kind, { id }) => void rings.push(`${kind} ${id}`) });
  bell.row(item('hand'));
  const mine = item('mine', { status: 'with-agent', agent: { id: ME.id, name: ME.name }, unread: 1 });
  bell.row(mine);
  expect(rings).toEqual(['message mine']);
  state = reduce(state, { type: 'agents', agents: [ME], hours: HOURS });
  bell.row(item('hand'));
  bell.row(item('next'));
  expect(rings).toEqual(['message mine', 'waiting next']);
});
