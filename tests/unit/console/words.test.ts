import { expect, it } from 'vitest';
import { en } from '#console/words/en.ts';
import { zhCN } from '#console/words/zh-CN.ts';

it('A108 Chinese counts have their own colon', () => {
  expect([en.figures.endedOf(3), zhCN.figures.endedOf(3)]).toEqual(['Ended: 3', '已结束：3']);
  expect([en.teach.examples(1), zhCN.teach.examples(1)]).toEqual(['1 example: ', '1 个例句：']);
});
