import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Session, unread } from '#widget/session.ts';
import { useFace } from './face.ts';
import { Icon } from './Icon.tsx';

/** Nearer to the end than this the list follows along; farther up it stays put and says that something is new. */
const NEAR_END_PX = 80;
/** So much of what stands above a new line stays on the screen. */
const PEEK_PX = 64;
/** Whoever missed more messages than this is led to the end. */
const AT_ONCE = 9;
const DOWN = 'M12 5v14M6 13l6 6 6-6';
/** Nearer to the first line than this what was said before is fetched. */
const NEAR_START_PX = 80;

interface FollowProps {
  readonly session: Session;
  /** What scrolls. */
  readonly box: { readonly current: HTMLElement | null };
}

const newest = ({ pending }: Session): number => Math.max(0, ...pending.map(({ order }) => order));

/** Keeps the thread where the learner reads, and leads to what is new below. */
export function Follow({ session, box }: FollowProps) {
  const { chat, words } = useFace();
  /**
   * `seq`: the last that stood there, or at first the last that was seen. `seen`: the one that stood there when the reader left the end.
   * `sent`: the newest order among the reader's own commands.
   */
  const before = useRef({ end: true, seq: session.seen, height: 0, first: 0, last: 0, seen: 0, sent: newest(session) });
  const [news, setNews] = useState(false);
  const first = session.entries[0]?.seq ?? 0;
  const last = session.last + session.pending.length;

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const was = before.current;
    const olderCame = first < was.first && was.first > 0;
    const bottom = element.scrollHeight - element.clientHeight;
    // What waits without a line or was refused stays among the pending: only what has just been said leads to the end.
    const sent = Math.max(was.sent, newest(session));
    const said = sent > was.sent;
    let { end } = was;
    if (olderCame) element.scrollTop += element.scrollHeight - was.height;
    else if (end || said) {
      // Answers longer than the screen are read from their beginning.
      const others = element.querySelectorAll('.log > .message:not(.learner)');
      const count = unread(session, was.seq);
      const fresh = said || count > AT_ONCE ? undefined : others[others.length - count];
      const top = fresh
        ? element.scrollTop + fresh.getBoundingClientRect().top - element.getBoundingClientRect().top - PEEK_PX
        : bottom;
      element.scrollTop = Math.min(top, bottom);
      end = bottom - top < NEAR_END_PX;
    } else if (last > was.last) setNews(true);
    const seen = was.end ? session.last : was.seen;
    before.current = { end, seq: session.last, height: element.scrollHeight, first, last, seen, sent };
    if (end) chat.trim();
  });
  const asking = useRef(false);
  const earlier = async () => {
    if (asking.current) return;
    asking.current = true;
    await chat.earlier();
    asking.current = false;
  };
  useEffect(() => {
    const element = box.current;
    const scrolled = () => {
      if (!element) return;
      const end = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX;
      before.current.end = end;
      if (element.scrollTop < NEAR_START_PX) void earlier();
      if (!end) return;
      setNews(false);
      chat.trim();
    };
    element?.addEventListener('scroll', scrolled);
    return () => element?.removeEventListener('scroll', scrolled);
  }, []);
  const count = news ? unread(session, before.current.seen) : 0;
  return news ? (
    <button type="button" class="news" onClick={() => box.current?.scrollTo({ top: box.current.scrollHeight })}>
      <Icon name={DOWN} />
      {words.newMessages}
      {count > 0 && <b>{count > 99 ? '99+' : count}</b>}
    </button>
  ) : null;
}
