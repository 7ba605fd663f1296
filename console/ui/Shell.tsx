/** The frame round every page once one is in: ways, notices, keys. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { showTitle } from '#console/alerts.ts';
import { FOLDERS, go, hashOf, type Route } from '#console/routes.ts';
import { unreadMine } from '#console/selectors.ts';
import { createKeys } from '#console/shortcuts.ts';
import { Account } from './Account.tsx';
import { Agents } from './Agents.tsx';
import { CannedPage } from './CannedPage.tsx';
import { useAction, useClosedWords, useDesk, useSession, useSurroundings, useWords } from './context.ts';
import { initials } from './Face.tsx';
import { Figures } from './Figures.tsx';
import { Icon, type IconName } from './Icon.tsx';
import { Inbox } from './Inbox.tsx';
import { Notices } from './Notices.tsx';
import { Shortcuts } from './Shortcuts.tsx';
import { Teach } from './Teach.tsx';
import { WaitingNews } from './WaitingNews.tsx';

const WAYS: readonly {
  readonly page: 'inbox' | 'figures' | 'canned' | 'teach' | 'agents';
  readonly icon: IconName;
  readonly to: Route;
}[] = [
  { page: 'inbox', icon: 'inbox', to: { page: 'inbox', folder: 'waiting', conversation: null, details: false } },
  { page: 'figures', icon: 'chart', to: { page: 'figures', from: null, to: null } },
  { page: 'canned', icon: 'canned', to: { page: 'canned' } },
  { page: 'teach', icon: 'teach', to: { page: 'teach' } },
  { page: 'agents', icon: 'people', to: { page: 'agents' } },
];

function Rail({ route, wanted }: { readonly route: Route; readonly wanted: number }) {
  const words = useWords();
  const me = useSession((state) => state.me);
  const closed = useClosedWords();
  const mood = closed === null ? words.ways.account : words.people.offHours;
  return (
    <nav class="rail" aria-label={words.product}>
      <span class="rail-mark">
        <Icon name="hand" size={24} />
      </span>
      {WAYS.filter(({ page }) => page !== 'teach' || me.role === 'admin').map(({ page, icon, to }) => (
        <a key={page} href={hashOf(to)} aria-current={route.page === page ? 'page' : undefined} title={words.pages[page]}>
          <Icon name={icon} size={22} />
          <span class="rail-word">{words.ways[page]}</span>
          {page === 'inbox' && wanted > 0 && <b class="rail-count">{wanted > 99 ? '99+' : wanted}</b>}
        </a>
      ))}
      <a
        class="rail-me"
        href={hashOf({ page: 'account' })}
        aria-current={route.page === 'account' ? 'page' : undefined}
        title={[me.name, me.available ? words.people.available : words.people.away, closed].filter(Boolean).join(' · ')}
      >
        <span class={me.available ? 'face face-me' : 'face face-me face-away'}>{initials(me.name)}</span>
        <span class="rail-word">{me.available ? mood : words.people.away}</span>
      </a>
    </nav>
  );
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const button = target instanceof HTMLInputElement && ['checkbox', 'radio', 'button'].includes(target.type);
  return (target.matches('input, textarea, select') && !button) || target.isContentEditable;
}

function useKeyListener(): void {
  const { keys } = useDesk();
  useEffect(() => {
    const read = createKeys();
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]')) return;
      const { target, key } = event;
      const action = read({
        key,
        modified: event.ctrlKey || event.metaKey || event.altKey,
        typing: isTyping(target),
        onControl: target instanceof HTMLElement && target.closest('a, button, summary, input') !== null,
        at: event.timeStamp,
      });
      if (action === null) return;
      if (action === 'back' && isTyping(target) && target instanceof HTMLElement) return target.blur();
      if (keys.press(action)) event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [keys]);
}

function Page({ route }: { readonly route: Route }) {
  switch (route.page) {
    case 'inbox':
      return <Inbox route={route} />;
    case 'figures':
      return <Figures route={route} />;
    case 'canned':
      return <CannedPage />;
    case 'teach':
      return <Teach />;
    case 'agents':
      return <Agents />;
    case 'account':
      return <Account />;
  }
}

export function Shell() {
  const { words, site } = useSurroundings();
  const { route, keys } = useDesk();
  const [help, setHelp] = useState(false);
  const items = useSession((state) => state.items);
  const waiting = useSession((state) => state.counts.waiting);
  const { client } = useDesk();
  const wanted = useMemo(() => unreadMine(client.state()), [items]) + waiting;

  useKeyListener();
  useAction('help', () => setHelp(true));
  useAction('back', () => {
    if (route.page !== 'inbox') return go({ page: 'inbox', folder: 'waiting', conversation: null, details: false });
    if (route.conversation !== null) go({ ...route, conversation: route.details ? route.conversation : null, details: false });
  });
  useEffect(() => {
    const ends = FOLDERS.map((folder) =>
      keys.on(`folder-${folder}`, () => go({ page: 'inbox', folder, conversation: null, details: false })),
    );
    return () => {
      for (const end of ends) end();
    };
  }, [keys]);
  useEffect(() => showTitle(wanted, words.pages[route.page], site), [wanted, words, route.page, site]);

  return (
    <div class="shell" data-page={route.page} data-deep={route.page === 'inbox' && route.conversation !== null}>
      <Rail route={route} wanted={wanted} />
      <div class="stage">
        <Notices />
        <WaitingNews />
        <Page route={route} />
      </div>
      {help && <Shortcuts onClose={() => setHelp(false)} />}
    </div>
  );
}
