/** Which key means what. Pure; the shell listens and acts. */
export type Action =
  | 'next'
  | 'previous'
  | 'open'
  | 'reply'
  | 'note'
  | 'take'
  | 'transfer'
  | 'close'
  | 'search'
  | 'help'
  | 'back'
  | 'folder-waiting'
  | 'folder-mine'
  | 'folder-all'
  | 'folder-closed';

/** After `g` the second key must follow within this many milliseconds. */
export const CHORD_MS = 1_500;

const KEYS: Readonly<Record<string, Action>> = {
  j: 'next',
  ArrowDown: 'next',
  k: 'previous',
  ArrowUp: 'previous',
  Enter: 'open',
  r: 'reply',
  n: 'note',
  t: 'take',
  x: 'transfer',
  e: 'close',
  s: 'search',
  '?': 'help',
  Escape: 'back',
};
const FOLDER_KEYS: Readonly<Record<string, Action>> = {
  w: 'folder-waiting',
  m: 'folder-mine',
  a: 'folder-all',
  c: 'folder-closed',
};

/** As the help overlay lists them. */
export const SHORTCUTS: readonly { readonly keys: readonly string[]; readonly action: Action }[] = [
  { keys: ['j', '↓'], action: 'next' },
  { keys: ['k', '↑'], action: 'previous' },
  { keys: ['Enter'], action: 'open' },
  { keys: ['r'], action: 'reply' },
  { keys: ['n'], action: 'note' },
  { keys: ['t'], action: 'take' },
  { keys: ['x'], action: 'transfer' },
  { keys: ['e'], action: 'close' },
  { keys: ['s'], action: 'search' },
  { keys: ['Esc'], action: 'back' },
  { keys: ['g', 'w'], action: 'folder-waiting' },
  { keys: ['g', 'm'], action: 'folder-mine' },
  { keys: ['g', 'a'], action: 'folder-all' },
  { keys: ['g', 'c'], action: 'folder-closed' },
  { keys: ['?'], action: 'help' },
];

export interface KeyPress {
  readonly key: string;
  readonly modified: boolean;
  /** The focus is in a field: only Escape is ours. */
  readonly typing: boolean;
  /** The focus is on a control that Enter already works: leave Enter to it. */
  readonly onControl: boolean;
  readonly at: number;
}

/** Hands out a function that remembers a started chord. */
export function createKeys(): (press: KeyPress) => Action | null {
  let chordAt: number | null = null;
  return ({ key, modified, typing, onControl, at }) => {
    const chord = chordAt !== null && at - chordAt <= CHORD_MS;
    chordAt = null;
    if (modified) return null;
    if (typing) return key === 'Escape' ? 'back' : null;
    if (chord) return FOLDER_KEYS[key] ?? null;
    if (key === 'g') {
      chordAt = at;
      return null;
    }
    if (key === 'Enter' && onControl) return null;
    return Object.hasOwn(KEYS, key) ? (KEYS[key] ?? null) : null;
  };
}
