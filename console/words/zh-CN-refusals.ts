/** What the server's details mean for the agent who reads them: a part of the detail, and what to say instead. */
export const reasons: readonly (readonly [string, string])[] = [
  ['changed this reply meanwhile', '其他人刚刚改了这条快捷回复，为免覆盖，没有保存。请先复制你写的内容，按“取消”后重新打开。'],
  ['deleted this reply', '其他人刚刚删除了这条快捷回复。请先复制你写的内容，按“取消”后另建一条。'],
];
