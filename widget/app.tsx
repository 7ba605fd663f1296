/** The panel: fetched by the loader on first need, drawn into the loader's shadow root. */
import { render } from 'preact';
import type { Announcement } from './announce.ts';
import type { Mount, Verbs } from './app-ports.ts';
import { createChat } from './chat.ts';
import { createDressing } from './dressing.ts';
import { emit } from './emit.ts';
import { createIdentity } from './identity.ts';
import { createLate } from './late.ts';
import { followNavigation } from './navigation.ts';
import { type Session, unread } from './session.ts';
import { readSettings } from './settings.ts';
import { adopt } from './sheet.ts';
import { openKept } from './storage.ts';
import forms from './style/form.css';
import layout from './style/layout.css';
import messages from './style/message.css';
import launcher from './style/stage.css';
import tokens from './style/tokens.css';
import { setFace } from './ui/face.ts';
import { setHand } from './ui/Icon.tsx';
import { Panel } from './ui/Panel.tsx';
import { fitScreen, followScreen, isPhone, keepFocusInside } from './ui/screen.ts';
import { type Page, withListeners } from './verbs.ts';
import { createWhereabouts } from './whereabouts.ts';

export const mount: Mount = (dictionary, host, ownStyle, rawSettings, fetch, waiting) => {
  const root = host.shadowRoot as ShadowRoot;
  const button = root.querySelector('button') as HTMLButtonElement;
  const read = () => {
    const raw = rawSettings();
    host.dataset['theme'] = raw['theme'] as string;
    return readSettings(raw, new URL(import.meta.url).origin);
  };
  let settings = read();
  const { site, server, nonce } = settings;
  host.toggleAttribute('data-memory', rawSettings()['consent'] === 'required');
  const kept = openKept(site, () => localStorage);
  const tab = openKept(site, () => sessionStorage);
  let { words } = dictionary;
  let isOpen = false;
  let draft = tab.get('draft') ?? '';
  let filled = '';
  let returnTo: HTMLElement | null = null;

  const dressing = createDressing({ host, root, nonce, raw: rawSettings, fetch });
  const late = createLate({ root, nonce, words: () => words, fetch, arrived: draw });
  /** What comes after the first word is fetched with it: opening costs less, and it is here before the line can go down. */
  const later = () => {
    const { last, pending, link } = chat.session();
    return last + pending.length > 0 || link === 'unsigned' || draft ? late('cards') : undefined;
  };

  adopt(root, launcher + tokens + layout + messages + forms, nonce);
  setHand(ownStyle);
  const box = document.createElement('div');
  const badge = document.createElement('span');
  badge.className = 'badge';
  button.append(badge);
  button.style.opacity = '';
  button.setAttribute('aria-haspopup', 'dialog');
  root.append(box);

  const { context, say, look } = createWhereabouts({
    fetch,
    settings: rawSettings,
    keepQuery: () => settings.keepQuery,
    found: () => moved(),
  });
  const announce = (told: Announcement) => emit(told[0], told[1]);
  const pageSays = createIdentity(fetch, () => chat.identify());
  const chat = createChat({
    site,
    server,
    kept,
    tab,
    lang: () => host.lang,
    fetch,
    context,
    announce,
    ...pageSays,
    clearDraft() {
      for (const name of ['files', 'forms']) tab.remove(name);
      setDraft('');
    },
    settings: rawSettings,
  });

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
  const drawn = () => {
    if (isOpen && !document.hidden) chat.saw();
    if (isOpen && held && !root.activeElement) panel()?.focus({ preventScroll: true });
  };

  function draw() {
    if (life.signal.aborted) return;
    const cards = later();
    cards?.tell(untold, announce);
    cards?.beckon(chat, life.signal);
    const session = chat.session();
    const count = unread(session);
    badge.hidden = isOpen || !count;
    badge.textContent = count > 99 ? '99+' : `${count}`;
    button.setAttribute('aria-expanded', `${isOpen}`);
    button.setAttribute('aria-label', badge.hidden ? button.title : `${button.title}: ${words.badge(count)}`);
    host.toggleAttribute('data-open', isOpen);
    if (!isOpen) return render(null, box);
    const { lesson, course } = context();
    setFace({ chat, words: dressing.words(words), later: cards, late, edit, close });
    render(
      <Panel
        session={session}
        draft={draft}
        setDraft={setDraft}
        place={lesson?.title ?? course?.title ?? ''}
        modal={isPhone()}
      />,
      box,
    );
    requestAnimationFrame(() => requestAnimationFrame(drawn));
  }
  function edit(text: string) {
    setDraft(draft ? `${text}\n${draft}` : text);
    // Not away from what the learner does on the page.
    if (held) field()?.focus();
  }

  function open(takeFocus = true) {
    if (isOpen) return;
    const coming = dressing.coming();
    if (coming) return void coming.then(() => open(takeFocus));
    isOpen = true;
    returnTo = document.activeElement === host ? null : (document.activeElement as HTMLElement | null);
    chat.start();
    tab.set('panel', 'open');
    draw();
    fitScreen(host, isOpen);
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

  /** What the page has not been told of: the file that tells it comes with the first word. */
  const untold: Session[] = [];
  /** Never from within: Preact runs effects inside a render, and a render of the root inside a render draws it twice. */
  let planned = false;
  const unsubscribe = chat.subscribe(() => {
    untold.push(chat.session());
    later()?.tell(untold, announce);
    if (planned) return;
    planned = true;
    queueMicrotask(() => {
      planned = false;
      draw();
    });
  });
  const moved = () => {
    if (life.signal.aborted) return;
    look();
    chat.moved();
    if (isOpen) draw();
  };
  const unfollow = followNavigation(window, moved);
  /** The loader stands beside the body; where a page swaps even what is around it, we come back. */
  const watcher = new MutationObserver(() => host.isConnected || document.documentElement.append(host));
  watcher.observe(document.documentElement, { childList: true });
  const life = new AbortController();
  const on = { signal: life.signal };
  const looked = () => {
    if (!document.hidden) chat.moved(true);
    drawn();
  };
  document.addEventListener('visibilitychange', looked, on);
  const refit = () => {
    fitScreen(host, isOpen);
    if (isOpen) draw();
  };
  followScreen(refit, on);
  box.addEventListener('focusin', () => (held = true), on);
  box.addEventListener(
    'focusout',
    ({ target, relatedTarget }) => (held = !!relatedTarget || (target as Element).matches(':disabled')),
    on,
  );
  box.addEventListener('keydown', (event) => isPhone() && keepFocusInside(event, panel(), root), on);

  const verbs: Verbs = {
    open: () => open(),
    close,
    toggle: () => (isOpen ? close() : open()),
    resume() {
      // Something was said before: its thread is drawn with this file, which need not wait for the line.
      if (kept.get('seen')) late('cards');
      chat.start();
      if (tab.get('panel') && !isPhone()) open(false);
    },
    send(text) {
      const said = String(text).trim();
      if (said) void chat.say(said);
    },
    prefill(text) {
      open();
      // What the page put there gives way; what the learner typed stays.
      if (draft === filled) setDraft('');
      filled = String(text);
      if (!draft.startsWith(filled)) edit(filled);
    },
    update() {
      settings = read();
      dressing.again(draw);
      draw();
      moved();
      const { lang } = host;
      if (lang === words.lang) return;
      fetch(lang).then(
        async ({ words: found }) => {
          await late.translate(found);
          if (host.lang !== lang) return;
          words = found;
          draw();
          // The greeting and what is often asked are the server's words.
          chat.identify();
        },
        () => {},
      );
    },
    context(given) {
      say(given);
      moved();
    },
    track(...said) {
      // What waited for this file happened nobody knows when.
      const at = waiting.size ? 0 : Date.now();
      fetch('track').then(
        ({ track }) => track(chat, at, said),
        () => {},
      );
    },
    identify(given) {
      pageSays.say(given);
      chat.identify(true);
    },
    consent(answer) {
      host.toggleAttribute('data-memory', answer !== 'granted');
      void chat.rehouse();
    },
    shutdown() {
      close();
      tab.clear();
      void chat.forget();
      // In the same turn: the page may boot anew in its next line.
      (window as unknown as Page).Handraise('destroy');
    },
    destroy() {
      life.abort();
      unfollow();
      watcher.disconnect();
      unsubscribe();
      chat.destroy();
      render(null, box);
    },
  };
  // update() may have named another language while this file was on its way.
  if (host.lang !== words.lang) verbs.update();
  return withListeners(verbs, waiting, life.signal);
};
