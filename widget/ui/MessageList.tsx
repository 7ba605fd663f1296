import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Session } from '#widget/session.ts';
import { lastOwn, lines } from '#widget/thread.ts';
import { dayName, useFace } from './face.ts';
import { Icon } from './Icon.tsx';
import { Message, Outgoing } from './Message.tsx';

/** Nearer to the end than this the list follows along; farther up it stays put and says that something is new. */
const NEAR_END_PX = 80;

/** The thread, and below it in the same scroll what the state calls for (`children`). */
export function MessageList({ session, children }: { readonly session: Session; readonly children: ComponentChildren }) {
  const { chat, words, later } = useFace();
  const box = useRef<HTMLDivElement>(null);
  const before = useRef({ end: true, height: 0, first: 0, last: 0 });
  const [news, setNews] = useState(false);
  const all = lines(session);
  const own = lastOwn(session);
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
    before.current = { ...was, height: element.scrollHeight, first, last };
  });
  const atEnd = (element: HTMLElement) => element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX;
  const scrolled = (event: Event) => {
    const end = atEnd(event.currentTarget as HTMLElement);
    before.current.end = end;
    if (end) setNews(false);
  };
  const toEnd = () => box.current?.scrollTo({ top: box.current.scrollHeight });
  const stateOf = (seq: number): string | null =>
    own?.seq !== seq ? null : (session.conversation?.readByAgent ?? 0) >= seq ? words.read : words.sent;

  return (
    <div class="scroll" ref={box} onScroll={scrolled}>
      {session.earlier && (
        <button type="button" class="earlier" onClick={() => void chat.earlier()}>
          {words.earlier}
        </button>
      )}
      <div role="log" aria-live="polite" aria-relevant="additions text" aria-label={words.log}>
        <ol class="log">
          {all.map((line) => {
            if (line.kind === 'day') {
              return (
                <li key={line.key} class="day">
                  {dayName(line.at, Date.now(), words)}
                </li>
              );
            }
            if (line.kind === 'note') return later && <later.Note key={line.key} line={line} />;
            if (line.kind === 'outgoing') return <Outgoing key={line.key} line={line} />;
            return (
              <Message
                key={line.key}
                line={line}
                state={stateOf(line.entry.seq)}
                ask={session.conversation?.status === 'with-bot'}
              />
            );
          })}
          {session.typing && (
            <li key="typing" class="typing">
              <span aria-hidden="true">
                <i />
                <i />
                <i />
              </span>
              {words.typing(session.typing)}
            </li>
          )}
        </ol>
      </div>
      {children}
      {news && (
        <button type="button" class="news" onClick={toEnd}>
          <Icon name="down" />
          {words.newMessages}
        </button>
      )}
    </div>
  );
}
