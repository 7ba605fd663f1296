/** Waiting for something to become true, always with an end. */
export class TooLong extends Error {}

/** Resolves once `isTrue`; asked at every `changed` and every 50 ms. Rejects with TooLong, naming `what`, after `ms`. */
export function until(
  what: string,
  ms: number,
  isTrue: () => boolean,
  changed: (listener: () => void) => () => void = () => () => undefined,
): Promise<void> {
  if (isTrue()) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const look = () => {
      if (!isTrue()) return;
      end();
      resolve();
    };
    const end = () => {
      clearInterval(often);
      clearTimeout(limit);
      quiet();
    };
    const often = setInterval(look, 50);
    const limit = setTimeout(() => {
      end();
      reject(new TooLong(`${what}: not within ${ms} ms`));
    }, ms);
    const quiet = changed(look);
  });
}
