import type { Session } from '#widget/session.ts';
import { lastOwn, lines } from '#widget/thread.ts';
import { dayName, useFace } from './face.ts';
import { message, outgoing } from './Message.tsx';
import { Note } from './Note.tsx';

/** Every line of the thread: functions and not components, so that a bubble drawn before this file came stays the same element. */
export function thread(session: Session) {
  const { words } = useFace();
  const own = lastOwn(session);
  const { conversation, typing } = session;
  const stateOf = (seq: number): string | null =>
    own?.seq !== seq ? null : (conversation?.readByAgent ?? 0) >= seq ? words.read : words.sent;
  return [
    ...lines(session).map((line) => {
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
    }),
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

/** Above the thread: the way to what was said before. */
export function Above({ session }: { readonly session: Session }) {
  const { chat, words } = useFace();
  if (!session.earlier) return null;
  return (
    <button type="button" class="earlier" onClick={() => void chat.earlier()}>
      {words.earlier}
    </button>
  );
}
