/** The left pane of the inbox: folders, search, rows. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { FOLDERS, go, hashOf, threadHash } from '#console/routes.ts';
import { rowsOf, unreadMine } from '#console/selectors.ts';
import { LEARNER_TYPES } from '#console/words/learner.ts';
import type { InboxFolder } from '#protocol/agents.ts';
import { useAction, useDesk, useNow, useSession, useWords } from './context.ts';
import { Icon } from './Icon.tsx';
import { NotifyOffer } from './NotifyOffer.tsx';
import { ROW_HEIGHT, Row } from './Row.tsx';
import { VirtualList } from './VirtualList.tsx';

const SEARCH_AFTER_MS = 250;

export function List({ folder, conversation }: { readonly folder: InboxFolder; readonly conversation: string | null }) {
  const words = useWords();
  const { client, drafts } = useDesk();
  const state = useSession((all) => all);
  const now = useNow(15_000);
  const [search, setSearch] = useState('');
  const [asked, setAsked] = useState('');
  const [marked, setMarked] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  /** Opened by a key: the next key, which may come before the page has followed, goes on from there. */
  const opened = useRef<string | null>(null);

  useEffect(() => {
    const timer = setTimeout(() => setAsked(search.trim()), SEARCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, [search]);
  useEffect(() => client.show(folder, asked), [client, folder, asked]);

  const rows = useMemo(() => rowsOf(state, folder), [state.items, state.pages, state.search, folder, state.me.id]);
  const answered = useMemo(() => unreadMine(state), [state.items, state.me.id]);
  const at = rows.findIndex((row) => row.id === (marked ?? conversation));
  const move = (step: number) => {
    const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step))];
    if (!next) return;
    setMarked(next.id);
    // A row or folder that was clicked keeps the focus, and Enter would be its press again instead of opening the row marked.
    const focused = document.activeElement;
    if (focused instanceof HTMLElement && focused.matches('a, button, summary')) focused.blur();
  };
  useAction('next', () => move(1));
  useAction('previous', () => move(-1));
  useAction('open', () => {
    const row = rows[at];
    if (!row) return;
    opened.current = row.id;
    go({ page: 'inbox', folder, conversation: row.id, details: false });
  });
  useAction('search', () => field.current?.focus());
  const onSearchKey = (event: KeyboardEvent & { readonly currentTarget: HTMLInputElement }) => {
    if (event.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return;
    // Browsers empty the field at Escape and tell it too late: the field has lost the focus by then.
    const wanted = event.key === 'Escape' ? '' : search;
    setSearch(wanted);
    setAsked(wanted.trim());
    event.currentTarget.blur();
    event.preventDefault();
  };
  useEffect(() => {
    if (opened.current !== conversation) setMarked(null);
    opened.current = null;
  }, [conversation, folder]);

  const busy = state.search ? state.search.status === 'asking' : state.pages[folder].status !== 'loaded';
  return (
    <section class="pane pane-list">
      <nav class="folders" aria-label={words.pages.inbox}>
        {FOLDERS.map((name) => (
          <a
            key={name}
            href={hashOf({ page: 'inbox', folder: name, conversation: null, details: false })}
            aria-current={name === folder ? 'page' : undefined}
          >
            <span>{words.folders[name]}</span>
            {name !== 'closed' && (
              <b class={`folder-count ${state.counts[name] > 0 ? `folder-${name}` : ''}`}>{state.counts[name]}</b>
            )}
            {name === 'mine' && answered > 0 && (
              <b class="count" role="img" aria-label={words.rows.answered(answered)}>
                {answered > 99 ? '99+' : answered}
              </b>
            )}
          </a>
        ))}
      </nav>
      <search class="search">
        <Icon name="search" size={16} />
        <input
          ref={field}
          type="search"
          aria-label={words.search}
          placeholder={words.searchHint}
          value={search}
          maxLength={200}
          onInput={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={onSearchKey}
        />
      </search>
      <NotifyOffer />
      {rows.length === 0 ? (
        <p class="empty">
          {busy ? words.loading : state.search ? words.empty.search(words.folders[folder]) : words.empty[folder]}
        </p>
      ) : (
        <VirtualList
          key={folder}
          items={rows}
          rowHeight={ROW_HEIGHT}
          label={words.list(words.folders[folder])}
          keyOf={(item) => item.id}
          focus={at}
          atEnd={client.more}
          draw={(item) => (
            <Row
              item={item}
              me={state.me.id}
              now={now}
              href={threadHash(folder, item.id)}
              open={item.id === conversation}
              marked={item.id === marked && marked !== conversation}
              ownOnly={folder === 'mine'}
              draft={item.id === conversation ? '' : drafts.get(item.id, 'reply')}
              typing={(state.typing.get(item.id) ?? []).includes(LEARNER_TYPES)}
            />
          )}
        />
      )}
    </section>
  );
}
