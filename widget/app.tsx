/** The panel: fetched by the loader on first need, drawn into the loader's shadow root. */
import { render } from 'preact';
import { createChat } from './chat.ts';
import type { Stage } from './launcher.ts';
import { adopt } from './launcher.ts';
import { followNavigation, pageContext } from './navigation.ts';
import { unread } from './session.ts';
import type { ContextInput, Lang, PageHints, Settings } from './settings.ts';
import { openKept } from './storage.ts';
import forms from './style/form.css';
import layout from './style/layout.css';
import messages from './style/message.css';
import tokens from './style/tokens.css';
import type { Cards } from './ui/cards.tsx';
import { type Face, FaceContext } from './ui/face.ts';
import { Panel } from './ui/Panel.tsx';
import { fitScreen, isPhone, keepFocusInside } from './ui/screen.ts';
import type { Words } from './words/en.ts';

export interface AppPorts {
  readonly stage: Stage;
  settings(): Settings;
  hints(): PageHints;
  input(): ContextInput;
  words(lang: Lang): Promise<Words>;
  emit(name: string, detail?: unknown): void;
}

export interface App {
  open(): void;
  close(): void;
  toggle(): void;
  /** A conversation is remembered from an earlier page: connect, count unread, reopen the panel if it was open. */
  resume(): void;
  send(text: string): void;
  prefill(text: string): void;
  /** Settings changed. */
  update(): void;
  /** The page's context changed. */
  moved(): void;
  /** Log-out. */
  forget(): Promise<void>;
  destroy(): void;
}

const CARDS_AGAIN_MS = 5_000;

export function mount(ports: AppPorts, firstWords: Words): App {
  const { stage, emit } = ports;
  const { root, host, button, badge } = stage;
  const { site, server, nonce } = ports.settings();
  const kept = openKept(site, () => localStorage);
  /** Of this tab only: the draft and whether the panel is open. */
  const tab = openKept(site, () => sessionStorage);
  let words = firstWords;
  let isOpen = false;
  let draft = tab.get('draft') ?? '';
  let returnTo: HTMLElement | null = null;
  let CardsNow: typeof Cards | null = null;
  let cardsAsked = false;

  adopt(root, tokens + layout + messages + forms, nonce);
  const box = document.createElement('div');
  root.append(box);

  /** What the page says of itself; read by a file of its own, so that the panel does not wait for it. */
  let found: readonly PageHints[] = [];
  let read = () => found;
  import('./adapters/page.ts').then(
    ({ readPage }) => {
      read = () => readPage({ document, location, globals: window as unknown as Readonly<Record<string, unknown>> });
      moved();
    },
    () => {}, // without it the agents know the address and what the owner said
  );
  const context = () =>
    pageContext(
      { href: location.href, title: document.title, hints: [ports.hints(), ...found] },
      ports.input(),
      ports.settings().keepQuery,
    );
  const chat = createChat({
    site,
    server,
    kept,
    lang: () => ports.settings().lang,
    context,
    announce: (told) => emit(told[0], told[1]),
  });
  const seeing = () => isOpen && document.visibilityState === 'visible';

  function setDraft(text: string) {
    draft = text;
    if (text) tab.set('draft', text);
    else tab.remove('draft');
    draw();
  }
  const panel = () => box.querySelector<HTMLElement>('.panel');
  const field = () => box.querySelector<HTMLElement>('.composer textarea');

  /** True while the focus is inside, or was on something that a redraw took away: Escape and Tab must not start from the page then. */
  let held = false;
  const refocus = () => {
    if (isOpen && held && !root.activeElement) panel()?.focus({ preventScroll: true });
  };

  /** The same object until the words change: a new one would redraw every part twice. */
  let face: Face = { chat, words, edit, close };

  function draw() {
    if (life.signal.aborted) return;
    const session = chat.session();
    const count = unread(session);
    badge.hidden = count === 0 || isOpen;
    badge.textContent = count > 99 ? '99+' : String(count);
    button.setAttribute('aria-expanded', String(isOpen));
    button.setAttribute('aria-label', count > 0 && !isOpen ? `${button.title}: ${words.badge(count)}` : button.title);
    host.toggleAttribute('data-open', isOpen);
    if (!isOpen) return render(null, box);
    const { lesson, course } = context();
    if (face.words !== words) face = { ...face, words };
    render(
      <FaceContext.Provider value={face}>
        <Panel
          session={session}
          draft={draft}
          setDraft={setDraft}
          place={lesson?.title ?? course?.title ?? ''}
          modal={isPhone()}
          seeing={seeing}
          Cards={CardsNow}
        />
      </FaceContext.Provider>,
      box,
    );
    requestAnimationFrame(() => requestAnimationFrame(refocus));
  }
  function edit(text: string) {
    setDraft(draft ? `${text}\n${draft}` : text);
    field()?.focus();
  }

  /** In the background, so that the cards are there even when the line goes down next. */
  function fetchCards() {
    if (cardsAsked) return;
    cardsAsked = true;
    import('./ui/cards.tsx').then(
      ({ Cards, css }) => {
        adopt(root, css, nonce);
        CardsNow = Cards;
        draw();
      },
      () => {
        cardsAsked = false;
        setTimeout(fetchCards, CARDS_AGAIN_MS);
      },
    );
  }

  function open(takeFocus = true) {
    if (isOpen) return;
    isOpen = true;
    returnTo = document.activeElement === host ? null : (document.activeElement as HTMLElement | null);
    chat.start();
    tab.set('panel', 'open');
    draw();
    fitScreen(host, isOpen);
    fetchCards();
    if (takeFocus) {
      // On a phone the keyboard would hide what there is to read.
      const target = isPhone() ? panel() : (field() ?? panel());
      target?.focus({ preventScroll: true });
    }
    emit('open');
  }
  function close() {
    if (!isOpen) return;
    const hadFocus = root.activeElement !== null;
    isOpen = held = false;
    tab.remove('panel');
    chat.typing(false);
    draw();
    fitScreen(host, isOpen);
    if (hadFocus) (returnTo?.isConnected && returnTo !== document.body ? returnTo : button).focus({ preventScroll: true });
    emit('close');
  }

  /** Never from within: Preact runs effects inside a render, and a render of the root inside a render draws it twice. */
  let planned = false;
  const unsubscribe = chat.subscribe(() => {
    if (planned) return;
    planned = true;
    queueMicrotask(() => {
      planned = false;
      draw();
    });
  });
  const moved = () => {
    if (life.signal.aborted) return;
    found = read();
    chat.moved();
    if (isOpen) draw();
  };
  const unfollow = followNavigation(window, moved);
  const life = new AbortController();
  const on = { signal: life.signal };
  document.addEventListener('visibilitychange', () => seeing() && chat.saw(), on);
  const refit = () => {
    fitScreen(host, isOpen);
    if (isOpen) draw();
  };
  window.visualViewport?.addEventListener('resize', refit, on);
  window.visualViewport?.addEventListener('scroll', refit, on);
  addEventListener('resize', refit, on);
  box.addEventListener('focusin', () => (held = true), on);
  box.addEventListener(
    'focusout',
    ({ target, relatedTarget }) => (held = relatedTarget !== null || (target as Element).matches(':disabled')),
    on,
  );
  box.addEventListener('keydown', (event) => isPhone() && keepFocusInside(event, panel(), root), on);

  return {
    open: () => open(),
    close,
    toggle: () => (isOpen ? close() : open()),
    resume() {
      chat.start();
      if (tab.get('panel') && !isPhone()) open(false);
    },
    send(text) {
      if (text.trim()) void chat.say(text.trim());
    },
    prefill(text) {
      open();
      setDraft(text);
    },
    update() {
      const { lang } = ports.settings();
      draw();
      if (lang === words.lang) return;
      ports.words(lang).then(
        (found) => {
          words = found;
          draw();
        },
        () => emit('error', { code: 'load' }),
      );
    },
    moved,
    async forget() {
      close();
      tab.clear();
      draft = '';
      await chat.forget();
    },
    destroy() {
      life.abort();
      unfollow();
      unsubscribe();
      chat.destroy();
      render(null, box);
    },
  };
}
