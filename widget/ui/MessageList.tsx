import type { ComponentChildren } from 'preact';
import type { Session } from '#widget/session.ts';
import { lineKey } from '#widget/thread.ts';
import { useFace } from './face.ts';
import { Text } from './Text.tsx';

const box: { current: HTMLElement | null } = { current: null };

/** A bubble as it is until ui/Thread.tsx is here, which goes on with the same elements: nothing is read out twice. */
function bubble(key: string, role: string, text: string, you?: string, state?: string) {
  return (
    <li key={key} class={`message first last ${role}`}>
      {you && <span class="hush">{you}:</span>}
      <div class="bubble" dir="auto">
        <Text text={text} />
      </div>
      {state && <p class="when">{state}</p>}
    </li>
  );
}

/** The thread, and below it in the same scroll what the state calls for (`children`). */
export function MessageList({ session, children }: { readonly session: Session; readonly children: ComponentChildren }) {
  const { words, later } = useFace();
  const { entries, link, pending } = session;
  return (
    <div
      class="scroll"
      ref={(element) => {
        box.current = element;
        if (element && !later && pending.length > 0) element.scrollTop = element.scrollHeight;
      }}
    >
      {later && <later.Above session={session} />}
      <div role="log" aria-live="polite" aria-relevant="additions text" aria-label={words.log}>
        <ol class="log">
          {later
            ? later.thread(session)
            : [
                ...entries.map((entry) => entry.type === 'message' && bubble(lineKey(entry), entry.author.role, entry.text)),
                ...pending.map(
                  ({ cid, command }) =>
                    command.type === 'say' &&
                    bubble(cid, 'learner going', command.text, words.you, link === 'offline' ? '' : words.sending),
                ),
              ]}
        </ol>
      </div>
      {children}
      {later && <later.Follow session={session} box={box} />}
    </div>
  );
}
