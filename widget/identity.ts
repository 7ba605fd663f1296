/** What the page says of who is signed in; the part that asks and renews is a file of its own, which only such pages fetch. */
import type { Given, Signer } from './signer.ts';

export interface Identity {
  /** As WhoPorts.identity. */
  identity(stale: boolean): Promise<string | undefined>;
  /** The page says it, or says it anew. */
  say(given?: Given): void;
  /** Log-out: what is held of the former person goes. A function is asked anew; a fixed identity was theirs. */
  forget(): void;
}

// biome-ignore lint/suspicious/noExplicitAny: what is fetched gets its type here
export function createIdentity(fetch: (name: string) => Promise<any>, renew: () => void): Identity {
  let said: Given | undefined;
  let signer: Promise<Signer> | undefined;
  const say = (given?: Given) => {
    said = given;
    signer?.then(
      (old) => old.stop(),
      () => {},
    );
    signer = undefined;
  };
  return {
    async identity(stale) {
      if (!said) return undefined;
      const given = said;
      signer ??= fetch('signer').then(({ createSigner }) => createSigner(given, renew));
      const asked = signer;
      // A file that did not come is asked for again.
      asked.catch(() => {
        if (signer === asked) signer = undefined;
      });
      return (await asked).identity(stale);
    },
    say,
    forget: () => say(typeof said === 'function' ? said : undefined),
  };
}
