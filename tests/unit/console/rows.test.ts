import { expect, it } from 'vitest';
import { folderRows, movedAt } from '#console/inbox.ts';
import type { InboxItem } from '#protocol/agents.ts';
import { item, ME } from './samples.ts';

it('A105 the time beside a row is that of its place: from the top down none is later than the one above', () => {
  const agent = { id: ME.id, name: ME.name };
  const closed = (id: string, lastAt: number, closedAt: number, activeAt: number) =>
    item(id, { status: 'closed', lastAt, closedAt, activeAt, agent });
  const mine = (id: string, lastAt: number, activeAt: number) =>
    item(id, { status: 'with-agent', lastAt, activeAt, agent, waitingSince: null });
  const items: readonly InboxItem[] = [
    closed('rated late', 10, 40, 90),
    closed('last words late', 35, 50, 50),
    closed('closed late', 20, 60, 60),
    mine('transferred late', 10, 80),
    mine('last words late, too', 70, 70),
  ];
  for (const folder of ['mine', 'all', 'closed'] as const) {
    const times = folderRows(items, folder, ME.id, null).map(movedAt);
    expect(times).toEqual([...times].sort((a, b) => b - a));
  }
  expect(folderRows(items, 'closed', ME.id, null).map(movedAt)).toEqual([60, 50, 40]);
});
