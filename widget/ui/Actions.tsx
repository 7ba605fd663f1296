import { isPending, type Session } from '#widget/session.ts';
import { useFace } from './face.ts';
import { Icon } from './Icon.tsx';

/** Always in reach above the composer: a person, where one asks from, and the end. */
export function Actions({ session, place }: { readonly session: Session; readonly place: string }) {
  const { chat, words, later } = useFace();
  const status = session.conversation?.status ?? 'with-bot';
  const asking = isPending(session, 'ask-person');
  const always = (
    <>
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
    </>
  );
  return <div class="actions">{later && session.last > 0 ? <later.End>{always}</later.End> : always}</div>;
}
