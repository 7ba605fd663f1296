/** Asks the page for signed identities and has them renewed in time. Fetched only on pages that identify their learners. */

/** What `Handraise('identify', …)` takes. */
export type Given = { readonly token?: unknown } | (() => unknown);

/** The page's own server may be slow; longer than this nobody waits. */
const ASK_MS = 10_000;
/** Renewed this long before the end, or after four fifths of a short life. */
const AHEAD_MS = 60_000;
const LONGEST_WAIT_MS = 3_600_000;

/** Milliseconds a token holds from its making (or from `now`, when it does not say), by its own word; 0 when it cannot be read. */
export function lifeOf(token: string, now: number): number {
  try {
    const body = (token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/');
    const { exp, iat } = JSON.parse(atob(body)) as { exp?: unknown; iat?: unknown };
    const from = typeof iat === 'number' ? iat * 1_000 : now;
    return typeof exp === 'number' ? Math.max(0, exp * 1_000 - from) : 0;
  } catch {
    return 0;
  }
}

export interface Signer {
  /** As WhoPorts.identity; a token that still holds is given again without asking the page. */
  identity(stale: boolean): Promise<string>;
  stop(): void;
}

/** `renew` is called when it is time to open with a new identity. */
export function createSigner(given: Given, renew: () => void): Signer {
  let held: { readonly token: string; readonly until: number } | undefined;
  let asking: Promise<string> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function ask(): Promise<string> {
    if (typeof given !== 'function') return String(given.token ?? '');
    let limit: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      limit = setTimeout(() => reject(new Error('identify: the page did not answer')), ASK_MS);
    });
    const token = await Promise.race([Promise.resolve().then(given), late]).finally(() => clearTimeout(limit));
    return String(token ?? '');
  }

  async function anew(): Promise<string> {
    const token = await ask();
    const now = Date.now();
    const life = lifeOf(token, now);
    const until = now + life - Math.min(AHEAD_MS, life / 5);
    held = { token, until };
    clearTimeout(timer);
    // A fixed token cannot be renewed: when it has ended, the server says so.
    if (typeof given === 'function' && life > 0) timer = setTimeout(renew, Math.min(LONGEST_WAIT_MS, until - now));
    return token;
  }

  return {
    async identity(stale) {
      if (held && !stale && Date.now() < held.until) return held.token;
      asking ??= anew().finally(() => {
        asking = undefined;
      });
      return asking;
    },
    stop: () => clearTimeout(timer),
  };
}
