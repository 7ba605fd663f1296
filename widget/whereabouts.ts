/** Where on the site the learner is, from all who say it: the owner's settings, `context()`, and the page itself. */
import type { LatePorts } from './late.ts';
import { pageContext } from './navigation.ts';
import { type ContextInput, type PageContext, type PageHints, type RawSettings, WINDOW } from './settings.ts';

export interface Whereabouts {
  context(): PageContext;
  /** What `context()` said, in place of what it said before. */
  say(given?: ContextInput): void;
  /** Reads the page anew. */
  look(): void;
}

interface Ports extends Pick<LatePorts, 'fetch'> {
  readonly settings: () => RawSettings;
  readonly keepQuery: () => readonly string[];
  /** The page can be read now. */
  readonly found: () => void;
}

export function createWhereabouts({ fetch, settings, keepQuery, found }: Ports): Whereabouts {
  let input: ContextInput = {};
  let hints: readonly PageHints[] = [];
  /** Read by a file of its own, so that the panel does not wait for it. */
  let read = () => hints;
  fetch('page').then(
    ({ readPage }) => {
      read = () => readPage({ document, location, globals: window });
      found();
    },
    () => {}, // without it the agents know the address and what the owner said
  );
  return {
    say(given = {}) {
      input = given;
    },
    look() {
      hints = read();
    },
    context() {
      // A window of the chat's own is nowhere: the page it came from says where the learner is.
      if (settings()['position'] === WINDOW) return {};
      const page = { href: location.href, title: document.title, hints: [settings() as PageHints, ...hints] };
      return pageContext(page, input, keepQuery());
    },
  };
}
