import type { Session } from '#widget/session.ts';
import { type Line, lastOwn, lines } from '#widget/thread.ts';
import { dayName, useFace } from './face.ts';
import { message, outgoing } from './Message.tsx';
import { Note } from './Note.tsx';

/**
 * From which entry on the thread is read out as it grows: from the first of the newest page. What is fetched later, and was said before,
 * has a list of its own above it, because a reader would take whatever is added to the live one for news.
 */
let live = { conversation: '', from: 0 };
function liveFrom({ conversation, entries }: Session): number {
  const id = `${conversation?.id}`;
  const first = entries[0]?.seq ?? 0;
  if (live.conversation !== id || first > live.from) live = { conversation: id, from: first };
  return live.from;
}

/** The lines that were said before, and those of the live part, a day's name with the first line of that day. */
function parts(session: Session): readonly [readonly Line[], readonly Line[]] {
  const from = liveFrom(session);
  const all = lines(session, from);
  const found = all.findIndex((line) => line.kind === 'outgoing' || ('entry' in line && line.entry.seq >= from));
  const first = found < 0 ? all.length : found;
  const at = all[first - 1]?.kind === 'day' ? first - 1 : first;
  return [all.slice(0, at), all.slice(at)];
}

/** Every line: functions and not components, so that a bubble drawn before this file came stays the same element. */
function drawn(session: Session, part: readonly Line[]) {
  const { words } = useFace();
  const own = lastOwn(session);
  const { conversation } = session;
  const stateOf = (seq: number): string | null =>
    own?.seq !== seq ? null : (conversation?.readByAgent ?? 0) >= seq ? words.read : words.sent;
  return part.map((line) => {
    if (line.kind === 'day') {
      return (
        <li key={line.key} class="day">
          {dayName(line.at, Date.now(), words)}
        </li>
      );
    }
    if (line.kind === 'note') return <Note key={line.key} line={line} />;
    if (line.kind === 'outgoing') return outgoing(line);
    return message(line, stateOf(line.entry.seq), conversation?.status === 'with-bot');
  });
}

/** The live part. */
export function thread(session: Session) {
  const { words } = useFace();
  const { typing } = session;
  return [
    ...drawn(session, parts(session)[1]),
    typing && (
      <li key="typing" class="typing">
        <span aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
        {words.typing(typing)}
      </li>
    ),
  ];
}

/** Above it: what was said before, and the way to more of that. */
export function Above({ session }: { readonly session: Session }) {
  const { chat, words } = useFace();
  const [before] = parts(session);
  return (
    <>
      {session.earlier && (
        <button type="button" class="earlier" onClick={() => void chat.earlier()}>
          {words.earlier}
        </button>
      )}
      {before.length > 0 && <ol class="log">{drawn(session, before)}</ol>}
    </>
  );
}
