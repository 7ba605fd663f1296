/** What the line and the server have to say, and what calls an agent from elsewhere. */
export const link = {
  connecting: '连接中…',
  offline: '网络已断开。写下的内容会保留，恢复后自动发送。',
  outdated: '本页有新版本。',
  reload: '刷新',
  readOnly: '服务器暂时无法保存（磁盘可能已满）。可以查看；写下的内容会保留，恢复后自动发送。',
};

export const alert = {
  message: '发来消息',
  waiting: '请求人工',
  assigned: '转给了你',
  offer: '看其他窗口时，有学员等待也提醒你吗？',
  yes: '开启通知',
  no: '暂不',
};
