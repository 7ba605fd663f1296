import type { Words } from './en.ts';

export const empty: Words['empty'] = {
  waiting: '没有人举手。请求人工的学员会出现在这里，紧急的排在最前，其余等得最久的在先。',
  mine: '你手上没有会话，可到“等待中”接入。',
  all: '没有进行中的会话。',
  closed: '还没有关闭过会话。',
  search: (folder) => `“${folder}”中没有找到，看看其他列表，或换几个词试试。`,
};

export const rows: Words['rows'] = {
  waitingNow: (n) => `${n} 位学员在等待`,
  draft: '草稿',
  says: (who, what) => `${who}：${what}`,
  answered: (n) => `${n} 个会话有新消息`,
  device: (said) => (said === 'unknown device' ? '未知设备' : said.replace(/^(.+) on (.+)$/, '$1（$2）')),
};
