/** Asks the page for signed identities and has them renewed in time. Fetched only on pages that identify their learners. */

/** What `Handraise('identify', …)` takes. `heard`: of the chat's own window, which hears from the site's pages what they renew. */
export type Given = { readonly token?: unknown; readonly heard?: true } | (() => unknown);

/** The page's own server may be slow; longer than this nobody waits. */
const ASK_MS = 10_000;
/** Renewed this long before the end, or after four fifths of a short life. */
const AHEAD_MS = 60_000;
const LONGEST_WAIT_MS = 3_600_000;
/** From pages, which can ask, to the chat's own window. One for all sites on this origin: a token says itself which it is for. */
const CHANNEL = 'handraise:identity';

interface Claims {
  readonly sub?: unknown;
  readonly aud?: unknown;
  readonly exp?: unknown;
  readonly iat?: unknown;
}

/** What a token says of itself; nothing when it cannot be read. Whether it is true the server finds out. */
function claimsOf(token: string): Claims {
  try {
    const body = (token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/');
    return JSON.parse(atob(body)) as Claims;
  } catch {
    return {};
  }
}

/** Milliseconds a token holds from its making (or from `now`, when it does not say), by its own word; 0 when it cannot be read. */
export function lifeOf(token: string, now: number): number {
  const { exp, iat } = claimsOf(token);
  const from = typeof iat === 'number' ? iat * 1_000 : now;
  return typeof exp === 'number' ? Math.max(0, exp * 1_000 - from) : 0;
}

/** Whether `later` is the same person's on the same site and holds longer. */
function outlives(later: string, token: string): boolean {
  const [a, b] = [claimsOf(later), claimsOf(token)];
  return a.sub === b.sub && String(a.aud) === String(b.aud) && Number(a.exp) > Number(b.exp);
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
  let fixed = typeof given === 'function' ? '' : String(given.token ?? '');
  const line = typeof given === 'object' && given.heard && 'BroadcastChannel' in globalThis && new BroadcastChannel(CHANNEL);
  if (line)
    line.onmessage = ({ data }: MessageEvent<string>) => {
      if (!outlives(data, fixed)) return;
      fixed = data;
      held = undefined;
      renew();
    };

  /** A channel that stays open would keep the page out of the back/forward cache. */
  function tell(token: string) {
    if (!('BroadcastChannel' in globalThis)) return;
    const channel = new BroadcastChannel(CHANNEL);
    channel.postMessage(token);
    channel.close();
  }

  async function ask(): Promise<string> {
    if (typeof given !== 'function') return fixed;
    let limit: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      limit = setTimeout(() => reject(new Error('identify: the page did not answer')), ASK_MS);
    });
    const token = await Promise.race([Promise.resolve().then(given), late]).finally(() => clearTimeout(limit));
    if (token) tell(String(token));
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
    stop() {
      clearTimeout(timer);
      if (line) line.close();
    },
  };
}
