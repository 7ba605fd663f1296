/**
 * The one wrapper round `socket.on`. A Socket.IO listener that throws, now or later, ends the Node process, and no type sees it; so every
 * event is heard here: parsed, run, acknowledged, never thrown. A test forbids `socket.on` elsewhere.
 */
import type { Socket } from 'socket.io';
import type { Ack } from '#protocol/refusals.ts';
import { guarded, no } from './answer.ts';
import { parse, type Reader } from './parse.ts';
import { type EventName, policyOf } from './policy.ts';
import type { Gateway } from './ports.ts';

/** Listens to `event` of the namespace's policy table; the last argument, if a function, gets the answer. */
export function listen<P, V>(
  gateway: Gateway,
  socket: Socket,
  name: EventName,
  reader: Reader<P>,
  run: (payload: P) => Promise<Ack<V>>,
): void {
  // Throws at start-up, in the connection handler's own guard, when somebody adds an event without a policy.
  policyOf(name);
  const event = name.slice(name.indexOf(' ') + 1);
  socket.on(event, (...args: unknown[]) => {
    const ack = args.at(-1);
    const payload = typeof ack === 'function' ? args.slice(0, -1)[0] : args[0];
    void guarded(gateway, name, async () => {
      const parsed = parse(reader, payload);
      return parsed.ok ? run(parsed.value) : no(parsed.code, parsed.detail);
    }).then((answer) => {
      if (typeof ack === 'function') ack(answer);
    });
  });
}

/** For what Socket.IO tells itself ('disconnect'): no payload, no answer. */
export function whenGone(gateway: Gateway, socket: Socket, run: () => Promise<void> | void): void {
  socket.on('disconnect', () => {
    void guarded(gateway, 'disconnect', async () => {
      await run();
      return { ok: true, value: null };
    });
  });
}
