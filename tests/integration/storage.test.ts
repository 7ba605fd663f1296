import { expect, it } from 'vitest';
import { setUp, value } from '#tests/support/people.ts';
import { startServer } from '#tests/support/start-server.ts';

it('P43 agents are told at once when the server cannot store any more, and when it can again; who comes meanwhile is told too', async () => {
  let writable = true;
  const listeners = new Set<(writable: boolean) => void>();
  const server = await startServer({
    wrap: (store) => ({
      ...store,
      writable: () => writable,
      onWritable(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    }),
  });
  const change = (to: boolean) => {
    writable = to;
    for (const listener of listeners) listener(to);
  };
  const ready = async () => (await fetch(`${server.url}/readyz`)).status;
  const ada = await (await setUp(server)).dial();
  expect(value(await ada.ask('hello', { v: 1 })).writable).toBe(true);
  change(false);
  expect(await ada.next('storage')).toEqual({ writable: false });
  expect(await ready()).toBe(503);
  expect(value(await ada.ask('hello', { v: 1 })).writable).toBe(false);
  expect(await (await fetch(`${server.url}/metrics`)).text()).toMatch(/^handraise_writable 0$/m);
  change(true);
  await ada.next('storage', (packet) => packet.writable);
  expect(await ready()).toBe(200);
  ada.close();
  await server.close();
});
