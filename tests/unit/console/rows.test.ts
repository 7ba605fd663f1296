import { expect, it } from 'vitest';
import { folderRows, movedAt } from '#console/inbox.ts';
import { learnerInitials } from '#console/ui/Face.tsx';
import { en } from '#console/words/en.ts';
import { previewOf } from '#console/words/learner.ts';
import { zhCN } from '#console/words/zh-CN.ts';
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

it('A108 Chinese names devices in Chinese and sets its own colon', () => {
  expect(zhCN.rows.device('unknown device')).toBe('未知设备');
  expect(zhCN.rows.device('Chrome on Android')).toBe('Chrome（Android）');
  expect(zhCN.rows.device('WeChat')).toBe('WeChat');
  expect(en.rows.device('Chrome on Android')).toBe('Chrome on Android');
  expect(previewOf({ lastFrom: 'agent', lastText: '您好' }, zhCN)).toBe('客服：您好');
  expect(previewOf({ lastFrom: 'bot', lastText: 'Hello' }, en)).toBe('Bot: Hello');
  expect(zhCN.thread.failed('内容太长。')).toBe('未发送：内容太长。');
});

it('A108 what came second is not named where what came first is not', () => {
  const trace = { sentence: '', how: 'none', intent: null, score: 0.2, tableVersion: '1', scope: '' } as const;
  const runnerUp = { intent: 'billing.refund', score: 0.1 };
  expect(zhCN.trace.sentence({ ...trace, runnerUp })).toBe('没有足够把握的意图。');
});

it("A97 among one's own rows the face is the learner's: initials, or the beginning of the id that the row names", () => {
  expect(['Amara Okafor', '王小明', '#3f2a9c'].map(learnerInitials)).toEqual(['AO', '小明', '3F']);
});
