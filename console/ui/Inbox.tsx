/** Three panes side by side; on a phone the route says which one stands there. */
import type { Route } from '#console/routes.ts';
import { useWords } from './context.ts';
import { Details } from './Details.tsx';
import { Icon } from './Icon.tsx';
import { List } from './List.tsx';
import { Thread } from './Thread.tsx';

export function Inbox({ route }: { readonly route: Extract<Route, { page: 'inbox' }> }) {
  const words = useWords();
  const { folder, conversation, details } = route;
  const pane = conversation === null ? 'list' : details ? 'details' : 'thread';
  return (
    <main class="inbox" data-pane={pane}>
      {conversation === null && <h1 class="unseen">{words.pages.inbox}</h1>}
      <List folder={folder} conversation={conversation} />
      {conversation === null ? (
        <section class="pane pane-thread pane-empty">
          <Icon name="hand" size={44} />
          <p>{words.pickOne}</p>
          <p class="hint">{words.pickHint}</p>
        </section>
      ) : (
        <>
          <Thread id={conversation} folder={folder} />
          <Details id={conversation} folder={folder} />
        </>
      )}
    </main>
  );
}
