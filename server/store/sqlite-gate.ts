/** Read-only for as long as the disk refuses: shut by the first refusal, opened by a probe that succeeds. */

/** How often a shut gate tries the disk. Milliseconds. */
const PROBE_EVERY_MS = 2_000;

export interface DiskGate {
  isShut(): boolean;
  shut(error: Error): void;
  /** The disk took a write: told by whoever saw it. */
  open(): void;
  /** Told at each change, with whether writing is possible now. */
  subscribe(listener: (writable: boolean) => void): () => void;
  /** No more probes: the store closes. */
  end(): void;
}

/** `probe` writes and resolves, or rejects. */
export function createDiskGate(probe: () => Promise<void>): DiskGate {
  const listeners = new Set<(writable: boolean) => void>();
  let isShut = false;
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  const tell = () => {
    for (const listener of listeners) listener(!isShut);
  };
  const probeLater = () => {
    // One that was under way as the store closed has failed: there is nothing left to probe.
    if (ended) return;
    timer = setTimeout(() => {
      probe().catch(() => isShut && probeLater());
    }, PROBE_EVERY_MS);
    timer.unref();
  };
  return {
    isShut: () => isShut,
    shut() {
      if (isShut) return;
      isShut = true;
      probeLater();
      tell();
    },
    open() {
      if (!isShut) return;
      isShut = false;
      clearTimeout(timer);
      tell();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    end() {
      ended = true;
      clearTimeout(timer);
    },
  };
}
