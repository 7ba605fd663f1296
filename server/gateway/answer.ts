/** Every answer of the edge is a value or a refusal; whatever throws becomes a logged incident, never an exit. */
import type { Refused } from '#domain/decide.ts';
import type { Ack, Refusal, RefusalCode } from '#protocol/refusals.ts';
import { TooBusy } from './passwords.ts';
import type { Gateway } from './ports.ts';

/** When to come back to a server whose password checks are queued up. */
const BUSY_MS = 5_000;

export const yes = <T>(value: T): Ack<T> => ({ ok: true, value });

export function no(
  code: RefusalCode,
  detail?: string,
  retryAfterMs?: number,
): { readonly ok: false; readonly refusal: Refusal } {
  return {
    ok: false,
    refusal: { code, ...(detail === undefined ? {} : { detail }), ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
  };
}

/** The domain's refusal as it travels. `taken` names the owner, who is an id in the domain. */
export function refused(reason: Refused, nameOf: (agent: string) => string): { readonly ok: false; readonly refusal: Refusal } {
  return no(reason.code, reason.code === 'taken' && reason.detail !== undefined ? nameOf(reason.detail) : reason.detail);
}

/** Runs what may throw. `what` names it in the log. */
export async function guarded<T>(gateway: Gateway, what: string, run: () => Promise<Ack<T>>): Promise<Ack<T>> {
  try {
    return await run();
  } catch (error) {
    if (gateway.isStorageFull(error)) return no('storage-full');
    if (error instanceof TooBusy) return no('too-fast', undefined, BUSY_MS);
    const incident = gateway.ids.hex(6);
    gateway.log.error({ err: error, incident, what }, 'a handler failed');
    return no('internal', incident);
  }
}
