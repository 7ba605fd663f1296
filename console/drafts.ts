/** Unsent words, per agent, conversation and kind; a reload or a change of chat keeps them. */
export type DraftKind = 'reply' | 'note';

export interface Drafts {
  readonly get: (conversation: string, kind: DraftKind) => string;
  readonly set: (conversation: string, kind: DraftKind, text: string) => void;
}

export function createDrafts(storage: Pick<Storage, 'getItem' | 'setItem'> | null, agent: string): Drafts {
  const key = `handraise:drafts:${agent}`;
  const held = new Map<string, string>();
  try {
    const raw: unknown = JSON.parse(storage?.getItem(key) ?? '[]');
    for (const pair of Array.isArray(raw) ? raw : []) {
      if (Array.isArray(pair) && typeof pair[0] === 'string' && typeof pair[1] === 'string') held.set(pair[0], pair[1]);
    }
  } catch {
    // Unreadable or denied: start without drafts.
  }
  return {
    get: (conversation, kind) => held.get(`${kind}:${conversation}`) ?? '',
    set: (conversation, kind, text) => {
      if (text === '') held.delete(`${kind}:${conversation}`);
      else held.set(`${kind}:${conversation}`, text);
      try {
        storage?.setItem(key, JSON.stringify([...held]));
      } catch {
        // Memory holds them for as long as the tab lives.
      }
    },
  };
}
