/** A folder of attachments for tests that have none. */
import type { Files } from '#store/files.ts';

const none = () => Promise.reject(new Error('this test has no files'));
export const noFiles: Files = { receive: none, settle: none, read: async () => undefined, remove() {}, list: () => [] };
