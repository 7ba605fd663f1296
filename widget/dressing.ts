/** The owner's look (look/look.ts): fetched with the app where an owner says any of it, and here before the panel shows itself. */
import type { openWardrobe, Wardrobe } from './look/look.ts';
import type { Words } from './words/en.ts';

export interface Dressing {
  /** While the look is on its way: settles when it is here, or cannot be had. */
  coming(): Promise<void> | undefined;
  /** The settings changed; `arrived` runs when what they ask for had to be fetched first. */
  again(arrived: () => void): void;
  words(words: Words): Words;
}
interface Ports extends Wardrobe {
  // biome-ignore lint/suspicious/noExplicitAny: what is fetched gets its type here
  fetch(name: string): Promise<any>;
}

/** See look/owner-look.ts. */
const OWNERS = ['color', 'logo', 'radius', 'title', 'greeting'];

export function createDressing(ports: Ports): Dressing {
  let worn: ReturnType<typeof openWardrobe> | undefined;
  let coming: Promise<void> | undefined;
  const again = (arrived?: () => void) => {
    if (worn) worn.dress();
    else if (OWNERS.some((key) => ports.raw()[key]))
      coming ??= ports.fetch('look').then(
        ({ openWardrobe }) => {
          worn = openWardrobe(ports);
          coming = undefined;
          again();
          arrived?.();
        },
        () => {
          coming = undefined; // ours will do; the next change asks again
        },
      );
  };
  again();
  return { coming: () => coming, again, words: (words) => worn?.dressed(words) ?? words };
}
