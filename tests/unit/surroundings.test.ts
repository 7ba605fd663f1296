import { expect, it } from 'vitest';
import { addressFault } from '#server/surroundings.ts';

const failed = (syscall: string, code: string) => Object.assign(new Error(code), { syscall, code });

it('D53 the port advised instead of a taken one is a port; one that needs rights is told apart; other errors stay what they are', () => {
  const advised = (port: number) => addressFault(failed('listen', 'EADDRINUSE'), { port, host: '::1' });
  expect(advised(3000)).toMatch(/^PORT: .*PORT=3001$/);
  expect(advised(65_535)).toMatch(/^PORT: .*PORT=65534$/);
  expect(addressFault(failed('listen', 'EACCES'), { port: 80, host: '::1' })).toMatch(/^PORT: .*1024/);
  expect(addressFault(failed('getaddrinfo', 'ENOTFOUND'), { port: 80, host: 'chat' })).toMatch(/^HOST: "chat".*0\.0\.0\.0/);
  expect(addressFault(failed('open', 'EACCES'), { port: 80, host: '::1' })).toBeUndefined();
});
