/** One learner's chat: joins session, connection, outbox and tabs. No DOM but the page's own life (online, visibility, pagehide). */
import type { Refusal } from '#protocol/refusals.ts';
import type { Chat, ChatOptions } from './chat-ports.ts';
import { connect } from './connection.ts';
import { faultOf } from './fault.ts';
import { createFetcher } from './fetcher.ts';
import { createHouse } from './house.ts';
import { followLife } from './life.ts';
import { createSender, type Sender } from './sender.ts';
import { current, type Happening, type Link, NEW_SESSION, reduce, type Session } from './session.ts';
import { createSignals } from './signals.ts';
import { seenIn } from './storage.ts';
import { joinTabs, type News } from './tabs.ts';
import { createWho } from './who.ts';

/** The signal may be lost: nobody types for ever. */
const TYPING_LASTS_MS = 6_000;
const OPEN_AGAIN_MS = 5_000;
const UNSIGNED_AGAIN_MS = 30_000;

export function createChat(options: ChatOptions): Chat {
  const { kept } = options;
  let session: Session = NEW_SESSION;
  let started = false;
  let opened = false;
  let sender: Sender | undefined;
  /** What was written before is not by whoever the site names now. */
  let since = Date.now();
  let typingTimer: ReturnType<typeof setTimeout> | undefined;
  let openTimer: ReturnType<typeof setTimeout> | undefined;
  /** Conversations this tab has left: packets about them are not news, unless a person has taken one up again. */
  const past = new Set<string>();
  const listeners = new Set<() => void>();
  const house = createHouse(options, () => void refresh());
  const refresh = () => sender?.reload().then(sender.drain);
  let dialled: string | undefined; // the token that this line has
  const token = () => kept.get('token');

  const apply = (happening: Happening) => {
    const before = session;
    session = reduce(before, happening);
    if (session === before) return;
    if (opened) fetcher.nudge();
    for (const listener of listeners) listener();
  };
  const link = (link: Link) => {
    const was = session.link;
    apply({ type: 'link', link });
    if (link !== was) options.announce(['connection', { state: link }]);
  };
  const fault = (refusal: Refusal) => options.announce(faultOf(refusal));
  /** A packet about something else than we hold: another tab went on, or the database was restored. */
  const foreign = (packet: { readonly conversation: string; readonly epoch: string }, taken?: boolean): boolean => {
    if (!opened || current(session, packet.conversation, packet.epoch)) return false;
    if (taken || !past.has(packet.conversation)) void open(false);
    return true;
  };

  const connection = connect(options, () => (dialled = token()), {
    up: () => void open(false),
    down(again) {
      opened = false;
      link(session.link === 'outdated' ? 'outdated' : again === undefined ? 'idle' : 'offline');
    },
    refused,
    entries: (packet) => void (foreign(packet, packet.view.status !== 'closed') || apply({ type: 'entries', ...packet })),
    head: (packet) => void (foreign(packet) || apply({ type: 'head', ...packet })),
    view: (packet) => apply({ type: 'view', ...packet }),
    typing(packet) {
      apply({ type: 'typing', ...packet });
      clearTimeout(typingTimer);
      if (packet.on) typingTimer = setTimeout(() => apply({ type: 'typing', ...packet, on: false }), TYPING_LASTS_MS);
    },
  });
  const fetcher = createFetcher({ session: () => session, connection, apply, lost: () => void open(false) });
  const tabs = joinTabs(options.site, token, hear);

  function redial() {
    connection.restart();
    link('connecting');
    return null;
  }
  function openLater(ms: number) {
    clearTimeout(openTimer);
    openTimer = setTimeout(() => connection.connected() && !opened && open(false), ms);
  }
  function refused(refusal: Refusal) {
    if (refusal.code === 'signed-out') {
      if (token() === dialled) kept.remove('token'); // else another tab heard it first, and has a new one
      redial();
    } else if (refusal.code === 'outdated') {
      link('outdated');
      connection.stop();
    } else {
      fault(refusal);
      openLater(refusal.retryAfterMs ?? OPEN_AGAIN_MS);
    }
  }

  const who = createWho({
    kept,
    identity: options.identity,
    again: () => open(false, true),
    leave: () => void chat.forget().then(chat.start),
    clear: () => house.drop(since).then(options.clearDraft),
    unsigned(retry, refusal) {
      opened = false;
      link('unsigned');
      fault(refusal);
      if (retry) openLater(UNSIGNED_AGAIN_MS);
    },
  });

  async function open(fresh: boolean, stale = false): Promise<string | null> {
    const asked = since;
    // Meanwhile the person may have gone, or the page named another.
    const late = () => !started || asked !== since;
    const said = await who.say(stale);
    if (!said || late()) return null;
    const answer = await connection.ask('open', {
      lang: options.lang(),
      context: options.context(),
      ...(fresh ? { fresh } : {}),
      ...said,
    });
    // None within the limit: a dead socket that does not know it.
    if (!answer) return started && connection.connected() ? redial() : null;
    if (!answer.ok) {
      if (answer.refusal.code === 'identity') return who.refused(stale, answer.refusal);
      refused(answer.refusal);
      return null;
    }
    await who.opened(answer.value);
    const { conversation, token: given } = answer.value;
    const before = session.conversation?.id;
    await tabs.exclusively(async () => {
      // A token meanwhile is another tab's new one, which this tab takes; after 50 ms every tab sees what was kept.
      if (late() || (!dialled && token())) return;
      kept.set('token', given);
      kept.set('conversation', conversation.id);
      if (!dialled) await new Promise((go) => setTimeout(go, 50));
    }, 'token');
    if (late()) return null;
    if (token() !== given) return redial();
    dialled = given;
    if (before) past.add(before);
    past.delete(conversation.id);
    opened = true;
    apply({ type: 'opened', answer: answer.value, seen: seenIn(kept, conversation.id) });
    link('online');
    // Of several tabs the one looked at says where the learner is.
    if (conversation.head && !document.hidden) chat.moved(true);
    if (before && before !== conversation.id) tabs.tell('opened');
    void refresh();
    return conversation.id;
  }

  function hear(news: News) {
    if (news === 'forgotten') return reset();
    if (!started) return;
    if (news === 'opened' && opened) void open(false);
    else if (news === 'seen' && session.conversation) apply({ type: 'seen', seq: seenIn(kept, session.conversation.id) });
    else if (news === 'outbox') void refresh();
  }

  const outbox = (): Sender => {
    if (sender) return sender;
    sender = createSender({
      ...house,
      now: () => Date.now(),
      conversation: () => session.conversation?.id ?? null,
      ready: () => opened,
      act: (request) => connection.ask('act', request),
      async reopen(how) {
        if (how !== 'signed-out') return open(how === 'fresh', how === 'identity');
        refused({ code: how });
        return null;
      },
      exclusively: tabs.exclusively,
      changed(items, ours) {
        apply({ type: 'pending', pending: items });
        if (ours) tabs.tell('outbox');
      },
      acked(item, acted) {
        if (item.command.type === 'say') {
          apply({ type: 'acked', cid: acted.cid });
          options.announce(['message:sent', { cid: acted.cid, seq: acted.seq, text: item.command.text }]);
        }
        const conversation = item.conversation ?? '';
        if (!foreign({ conversation, epoch: acted.epoch }))
          apply({ type: 'head', conversation, epoch: acted.epoch, seq: acted.seq });
      },
      failed: fault,
      stop: () => refused({ code: 'outdated' }),
    });
    return sender;
  };

  const unfollow = followLife({
    wake() {
      tabs.join();
      if (started) connection.start();
    },
    offline: () => started && connection.drop(),
    hide() {
      connection.stop();
      tabs.leave();
    },
  });

  function reset() {
    started = opened = false;
    connection.stop();
    sender?.halt();
    apply({ type: 'forgotten' });
    options.forget();
    options.clearDraft();
  }

  const signal = (signal: Parameters<typeof connection.ask<'signal'>>[1]['signal']) => {
    if (opened && session.conversation) void connection.ask('signal', { conversation: session.conversation.id, signal });
  };
  const signals = createSignals(signal, options.context);

  const chat: Chat = {
    options,
    session: () => session,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start() {
      if (started) return;
      started = true;
      link('connecting');
      void outbox().reload();
      connection.start();
    },
    say: (text, choice) =>
      chat.do({
        type: 'say',
        text,
        lang: options.lang(),
        context: options.context(),
        ...(choice === undefined ? {} : { choice }),
      }),
    askPerson: () => chat.do({ type: 'ask-person', lang: options.lang(), context: options.context() }),
    async do(command, files) {
      chat.start();
      signals.said();
      // Whoever sends is looking on: a long wait for the next dial is over.
      connection.start();
      await outbox().queue(command, files);
    },
    retry: (cid) => outbox().retry(cid),
    discard: (cid) => outbox().discard(cid),
    startNew: async () => (await open(true)) !== null,
    earlier: () => fetcher.earlier(),
    trim: () => apply({ type: 'trim' }),
    saw() {
      const { conversation, last, seen } = session;
      if (!conversation || last <= seen) return;
      kept.set('seen', `${conversation.id} ${last}`);
      apply({ type: 'seen', seq: last });
      signal({ type: 'read', seq: last });
      tabs.tell('seen');
    },
    signal,
    typing: signals.typing,
    moved: signals.moved,
    identify(anew) {
      since = Date.now();
      if (anew) {
        // Until the page has answered nobody knows whose the thread is: it is not shown, and nothing goes into it.
        opened = false;
        apply({ type: 'forgotten' });
      }
      if (started && connection.connected()) void open(false);
    },
    rehouse: house.move,
    async forget() {
      reset();
      kept.clear();
      tabs.tell('forgotten');
      await house.store.clear();
    },
    destroy() {
      unfollow();
      clearTimeout(openTimer);
      fetcher.stop();
      sender?.halt();
      started = false;
      connection.stop();
      tabs.leave();
      listeners.clear();
    },
  };
  return chat;
}
