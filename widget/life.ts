/** The page's own life: hidden, frozen, asleep, without a network, left and come back to. */

interface Life {
  /** It is looked at again, or the network is back. */
  wake(): unknown;
  offline(): unknown;
  /** It is left; it may come back as it was. */
  hide(): unknown;
}

/** Answers how to stop following. */
export function followLife({ wake, offline, hide }: Life): () => void {
  const end = new AbortController();
  const on = { signal: end.signal };
  const seen = () => document.hidden || wake();
  for (const event of ['online', 'pageshow']) addEventListener(event, seen, on);
  for (const event of ['visibilitychange', 'resume']) document.addEventListener(event, seen, on);
  addEventListener('offline', offline, on);
  addEventListener('pagehide', hide, on);
  return () => end.abort();
}
