import { useState } from 'preact/hooks';
import type { Session } from '#widget/session.ts';
import { isPending } from '#widget/thread.ts';
import { useFace } from './face.ts';
import { Icon } from './Icon.tsx';

/** Always in reach above the composer: a person, and the end. */
export function Actions({ session, place }: { readonly session: Session; readonly place: string }) {
  const { chat, words } = useFace();
  const [sure, setSure] = useState(false);
  const status = session.conversation?.status ?? 'with-bot';
  const asking = isPending(session, 'ask-person');
  if (sure && session.last > 0) {
    return (
      <div class="actions">
        <span role="status">{words.endSure}</span>
        <button
          type="button"
          class="plain danger"
          onClick={() => {
            setSure(false);
            void chat.do({ type: 'end' });
          }}
        >
          {words.endYes}
        </button>
        <button type="button" class="plain" onClick={() => setSure(false)}>
          {words.keepChatting}
        </button>
      </div>
    );
  }
  return (
    <div class="actions">
      {status === 'with-bot' && (
        <button type="button" class="person" disabled={asking} onClick={() => void chat.askPerson()}>
          <Icon name="person" />
          {words.person}
        </button>
      )}
      {place && (
        <span class="where" title={words.seeing(place)}>
          <Icon name="pin" />
          <span class="hush">{words.seeing('')}</span>
          <bdi>{place}</bdi>
        </span>
      )}
      {session.last > 0 && (
        <button type="button" class="plain end" onClick={() => setSure(true)}>
          {words.endChat}
        </button>
      )}
    </div>
  );
}
