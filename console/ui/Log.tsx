/** The scrolled part of a thread: keeps its place when older lines come, and the end in view when new ones do. */
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
      <>
        {newDay && (
          <li class="day" key={`day-${entry.seq}`}>
            <span>{dayName(words, entry.at, now)}</span>
          </li>
        )}
        {entry.type === 'message' ? (
          <MessageEntry
            key={entry.seq}
            entry={entry}
            learner={learnerName(item, words)}
            lang={item.lang}
            base={base}
            named={named}
            seen={entry === seen}
          />
        ) : entry.type === 'note' ? (
          <Bubble
            key={entry.seq}
            from="note"
            name={entry.name}
            named
            end={<time title={dateTime(words, entry.at)}>{clock(words, entry.at)}</time>}
          >
            <Markup text={entry.text} base={base} />
          </Bubble>
        ) : (
          <QuietEntry key={entry.seq} entry={entry} />
        )}
      </>
    );
  });
}

export function Log({ id, thread }: { readonly id: string; readonly thread: Thread }) {
  const words = useWords();
  const { client } = useDesk();
  const outbox = useSession((state) => state.outbox);
  const box = useRef<HTMLDivElement>(null);
  const held = useRef({ height: 0, first: 0, atEnd: true });
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
    const { height, first: firstBefore, atEnd } = held.current;
    if (first < firstBefore) element.scrollTop += element.scrollHeight - height;
    else if (atEnd) toEnd();
    else if (element.scrollHeight > height) setBelow(true);
    held.current = { ...held.current, height: element.scrollHeight, first };
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
