/**
 * Late files: features that an open panel does not need are files of their own, fetched when they are first asked for. How to add
 * one: ARCHITECTURE.md, "A feature of its own file".
 */
import { type Kit, kit } from './kit.ts';
import { adopt } from './sheet.ts';
import type { Words } from './words/en.ts';

/** Every late file that draws, under the name it is fetched by (scripts/later-files.mjs has the same names). */
export interface LateFiles {
  readonly cards: typeof import('./ui/cards.tsx');
  readonly files: typeof import('./ui/files.tsx');
}

/** What a late file exports besides its parts. */
interface LateFile {
  lend(kit: Kit): void;
  readonly css?: string;
  /** What it adds to the kit for the others. */
  readonly kit?: object;
}

export interface Late {
  /** The file, once it is here; the first call fetches it, with the words of all late files. */
  <K extends keyof LateFiles>(name: K): LateFiles[K] | undefined;
  /** Adds the late files' words to a dictionary that takes the place of the first one. */
  translate(words: Words): Promise<void>;
}

export interface LatePorts {
  readonly root: ShadowRoot;
  readonly nonce: string;
  words(): Words;
  // biome-ignore lint/suspicious/noExplicitAny: what is fetched gets its type here
  fetch(name: string): Promise<any>;
  /** Something is here: draw again. */
  arrived(): void;
}

const AGAIN_MS = 5_000;

export function createLate({ root, nonce, words, fetch, arrived }: LatePorts): Late {
  const files = new Map<string, LateFile>();
  const coming = new Map<string, Promise<void>>();
  const addTo = async (to: Words) => void Object.assign(to, (await fetch(`${to.lang}-more`)).words);

  /** The others build on ui/cards.tsx, with which all words come. */
  async function take(name: string): Promise<void> {
    const [file]: [LateFile, unknown] = await Promise.all([fetch(name), name === 'cards' ? addTo(words()) : bring('cards')]);
    file.lend(kit);
    Object.assign(kit, file.kit);
    if (file.css) adopt(root, file.css, nonce);
    files.set(name, file);
    arrived();
  }
  function bring(name: string): Promise<void> {
    let taking = coming.get(name);
    if (!taking) {
      taking = take(name);
      coming.set(name, taking);
      taking.catch(() => {
        coming.delete(name);
        setTimeout(bring, AGAIN_MS, name);
      });
    }
    return taking;
  }
  const late = (name: string) => {
    void bring(name);
    return files.get(name);
  };
  return Object.assign(late, { translate: async (to: Words) => void (coming.size > 0 && (await addTo(to))) }) as Late;
}
