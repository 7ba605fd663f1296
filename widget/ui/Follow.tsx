import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Session, unread } from '#widget/session.ts';
import { useFace } from './face.ts';
import { Icon } from './Icon.tsx';

/** Nearer to the end than this the list follows along; farther up it stays put and says that something is new. */
const NEAR_END_PX = 80;
/** Nearer to the first line than this what was said before is fetched. */
const NEAR_START_PX = 80;

interface FollowProps {
  readonly session: Session;
  /** What scrolls. */
  readonly box: { readonly current: HTMLElement | null };
}

/** Keeps the thread where the learner reads, and leads to what is new below. */
export function Follow({ session, box }: FollowProps) {
  const { chat, words } = useFace();
  /** `seen`: the last seq that stood there when the reader left the end. */
  const before = useRef({ end: true, height: 0, first: 0, last: 0, seen: 0 });
  const [news, setNews] = useState(false);
  const first = session.entries[0]?.seq ?? 0;
  const last = session.last + session.pending.length;

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const was = before.current;
    const olderCame = first < was.first && was.first > 0;
    if (olderCame) element.scrollTop += element.scrollHeight - was.height;
    else if (was.end || session.pending.length > 0) element.scrollTop = element.scrollHeight;
    else if (last > was.last) setNews(true);
    before.current = { ...was, height: element.scrollHeight, first, last, seen: was.end ? session.last : was.seen };
    if (was.end) chat.trim();
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
      <Icon name="down" />
      {words.newMessages}
      {count > 0 && <b>{count > 99 ? '99+' : count}</b>}
    </button>
  ) : null;
}
