/** The scrolled part of a thread: keeps its place when older lines come, and the end in view when new ones do. */
import { Fragment } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Thread } from '#console/thread.ts';
import { learnerName } from '#console/words/learner.ts';
import { clock, dateTime, dayName } from '#console/words/time.ts';
import type { AgentEntry } from '#protocol/agents.ts';
import { useDesk, useSession, useWords } from './context.ts';
import { Bubble, MessageEntry, PendingEntry, QuietEntry } from './Entry.tsx';
import { Icon } from './Icon.tsx';
import { Markup } from './Markup.tsx';

const NEAR_END_PX = 80;
/** Lines of one author within this time stand together under one name. */
const TOGETHER_MS = 3 * 60_000;

/** What stands in the thread while it waits to be sent. */
const SAYING: ReadonlySet<string> = new Set(['reply', 'note']);

function authorOf(entry: AgentEntry | undefined): string {
  if (entry?.type !== 'message') return '';
  return entry.author.role + (entry.author.role === 'agent' ? entry.author.name : '');
}

function Lines({ thread }: { readonly thread: Thread }) {
  const words = useWords();
  const { item, readByLearner } = thread.view;
  const base = item.context.page?.url;
  const now = Date.now();
  const seen = thread.entries.findLast(
    (entry) => entry.type === 'message' && entry.author.role === 'agent' && entry.seq <= readByLearner,
  );
  return thread.entries.map((entry, index) => {
    const before = thread.entries[index - 1];
    const newDay = before === undefined || new Date(before.at).toDateString() !== new Date(entry.at).toDateString();
    const named = newDay || authorOf(before) !== authorOf(entry) || entry.at - before.at > TOGETHER_MS;
    return (
      // Keyed, so that earlier pages come in front of lines that stay the same elements.
      <Fragment key={entry.seq}>
        {newDay && (
          <li class="day">
            <span>{dayName(words, entry.at, now)}</span>
          </li>
        )}
        {entry.type === 'message' ? (
          <MessageEntry
            entry={entry}
            conversation={item.id}
            learner={learnerName(item, words)}
            lang={item.lang}
            base={base}
            named={named}
            seen={entry === seen}
          />
        ) : entry.type === 'note' ? (
          <Bubble
            from="note"
            name={entry.name}
            named
            end={<time title={dateTime(words, entry.at)}>{clock(words, entry.at)}</time>}
          >
            <Markup text={entry.text} base={base} />
          </Bubble>
        ) : (
          <QuietEntry entry={entry} />
        )}
      </Fragment>
    );
  });
}

interface Held {
  readonly height: number;
  readonly first: number;
  atEnd: boolean;
  readonly line: HTMLElement | null;
  readonly top: number;
}

export function Log({ id, thread }: { readonly id: string; readonly thread: Thread }) {
  const words = useWords();
  const { client } = useDesk();
  const outbox = useSession((state) => state.outbox);
  const box = useRef<HTMLDivElement>(null);
  /** As it was after the last drawing: `line` stood first, `top` pixels from the start. */
  const held = useRef<Held>({ height: 0, first: 0, atEnd: true, line: null, top: 0 });
  /** What waited to be sent at the last drawing: whatever joins it was said here just now. */
  const waiting = useRef<ReadonlySet<string> | null>(null);
  const [below, setBelow] = useState(false);
  const [loading, setLoading] = useState(false);

  const known = useMemo(() => {
    const cids = thread.entries
      .slice(-200)
      .map((entry) => (entry.type === 'message' || entry.type === 'note' ? entry.cid : undefined));
    return new Set(cids);
  }, [thread.entries]);
  const pending = outbox.filter((item) => item.conversation === id && !known.has(item.cid));
  const lines = useMemo(
    () => <Lines thread={thread} />,
    [thread.entries, thread.view.readByLearner, thread.view.item.context, words],
  );
  const first = thread.entries[0]?.seq ?? 0;

  const toEnd = () => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  };
  const readUp = () => {
    if (document.visibilityState === 'visible' && held.current.atEnd) client.read(id);
  };
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const before = waiting.current;
    waiting.current = new Set(pending.map(({ cid }) => cid));
    // Whoever says something looks at it, however far up they had read: their own words are no news to them.
    const spoke = before !== null && pending.some(({ cid, command }) => SAYING.has(command.type) && !before.has(cid));
    if (spoke) {
      held.current.atEnd = true;
      setBelow(false);
    }
    const { height, first: firstBefore, atEnd, line, top } = held.current;
    if (!spoke && first < firstBefore && line?.isConnected) element.scrollTop += line.offsetTop - top;
    else if (atEnd) toEnd();
    else if (element.scrollHeight > height) setBelow(true);
    const now = element.querySelector<HTMLElement>('.line');
    held.current = { ...held.current, height: element.scrollHeight, first, line: now, top: now?.offsetTop ?? 0 };
    if (held.current.atEnd) client.trim(id);
  }, [thread.entries, pending.length, first]);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const watcher = new ResizeObserver(() => held.current.atEnd && toEnd());
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);
  useEffect(() => {
    readUp();
    document.addEventListener('visibilitychange', readUp);
    return () => document.removeEventListener('visibilitychange', readUp);
  }, [id, thread.last]);

  const older = async () => {
    if (thread.complete || loading) return;
    setLoading(true);
    await client.older(id);
    setLoading(false);
  };
  const onScroll = () => {
    const element = box.current;
    if (!element) return;
    const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX;
    held.current.atEnd = atEnd;
    if (atEnd) {
      setBelow(false);
      readUp();
      client.trim(id);
    }
    if (element.scrollTop < NEAR_END_PX) void older();
  };

  return (
    <div class="log-frame">
      <div class="log" ref={box} onScroll={onScroll} role="log" aria-label={words.thread.log}>
        {thread.complete ? null : (
          <button type="button" class="small plain older" aria-busy={loading} onClick={older}>
            {words.thread.earlier}
          </button>
        )}
        <ol>
          {lines}
          {pending.map((item) => (
            <PendingEntry key={item.cid} item={item} base={thread.view.item.context.page?.url} />
          ))}
        </ol>
      </div>
      {below && (
        <button type="button" class="small to-end" onClick={toEnd}>
          <Icon name="down" size={15} /> {words.thread.newBelow}
        </button>
      )}
    </div>
  );
}
