/** Who the site says this is, as the chat needs it: what to open with, and what to forget when it is somebody else now. */
import type { OpenAnswer } from '#protocol/events.ts';
import type { Refusal } from '#protocol/refusals.ts';
import type { Kept } from './storage.ts';

export interface WhoPorts {
  readonly kept: Kept;
  /**
   * A signed identity, '' when nobody is signed in on the site, undefined where the page never says; rejects when the page could not
   * tell. `stale`: the server refused the last one.
   */
  identity(stale: boolean): Promise<string | undefined>;
  /** Opens once more, with a new identity. */
  again(): Promise<string | null>;
  /** The person has gone: forgets them and starts as a stranger. */
  leave(): void;
  /** Somebody else is here: what was not sent yet, and the draft, are not theirs. */
  clear(): Promise<void>;
  /** Nothing can be opened for want of a signature; `retry`: asking the page again may help. The refusal says why, to those who sign. */
  unsigned(retry: boolean, refusal: Refusal): void;
}

export interface Who {
  /** What `open` carries; undefined: not now. */
  say(stale: boolean): Promise<{ readonly identity?: string } | undefined>;
  opened(answer: OpenAnswer): Promise<void>;
  /** The server refused with `identity`; `stale`: a new one had been asked for. Answers the conversation, if that could be mended. */
  refused(stale: boolean, refusal: Refusal): Promise<string | null>;
}

export function createWho({ kept, ...ports }: WhoPorts): Who {
  let given: string | undefined;
  /** A mark of ours that the token kept here belongs to somebody whom the site had signed. */
  const signed = () => kept.get('signed');
  return {
    async say(stale) {
      try {
        given = await ports.identity(stale);
      } catch (fault) {
        ports.unsigned(true, { code: 'identity', detail: `${fault}` });
        return undefined;
      }
      if (given === '' && signed()) {
        ports.leave();
        return undefined;
      }
      return given ? { identity: given } : {};
    },
    async opened({ token, conversation }) {
      // Two tabs that open at once get two tokens of one person: only another conversation tells another person.
      if (signed() && token !== kept.get('token') && conversation.id !== kept.get('conversation')) await ports.clear();
      if (given) kept.set('signed', '1');
    },
    async refused(stale, refusal) {
      if (given && !stale) return ports.again();
      if (given === undefined && signed()) ports.leave();
      else ports.unsigned(given !== undefined, refusal);
      return null;
    },
  };
}
