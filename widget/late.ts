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
}

/** What a late file exports besides its parts. */
interface LateFile {
  lend(kit: Kit): void;
  readonly css?: string;
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
  /** Undefined while a file is on its way. */
  const files = new Map<string, LateFile | undefined>();
  const addTo = async (to: Words) => void Object.assign(to, (await fetch(`${to.lang}-more`)).words);
  let added: Promise<void> | undefined;

  async function bring(name: string): Promise<void> {
    files.set(name, undefined);
    added ??= addTo(words());
    try {
      const [file]: [LateFile, unknown] = await Promise.all([fetch(name), added]);
      file.lend(kit);
      if (file.css) adopt(root, file.css, nonce);
      files.set(name, file);
      arrived();
    } catch {
      added = undefined;
      setTimeout(bring, AGAIN_MS, name);
    }
  }
  const late = (name: string) => {
    if (!files.has(name)) void bring(name);
    return files.get(name);
  };
  return Object.assign(late, { translate: async (to: Words) => void (added && (await addTo(to))) }) as Late;
}
