import type { Words } from './en.ts';

export const files: Words['files'] = {
  attach: '添加图片、PDF 或文本文件（不超过 5 MB）',
  remove: (name) => `移除 ${name}`,
  download: (name) => `下载 ${name}`,
  kinds: '只能发送 PNG、JPEG、WebP 图片，PDF 和纯文本文件。',
  tooBig: '文件超过 5 MB。',
  most: (n) => `一条回复最多 ${n} 个文件。`,
  count: (n) => `${n} 个文件`,
};

export const code: Words['code'] = { copy: '复制代码', copied: '已复制' };
