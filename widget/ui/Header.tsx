import type { Session } from '#widget/session.ts';
import { useFace } from './face.ts';
import { Icon } from './Icon.tsx';

/** Who is on the other side. Tall while nothing was said yet. */
export function Header({ session, empty }: { readonly session: Session; readonly empty: boolean }) {
  const { words, later, close } = useFace();
  const view = session.conversation;
  const agent = view?.status === 'closed' ? undefined : view?.agent?.name;
  return (
    <header class={empty ? 'tall' : ''}>
      {empty ? (
        <span class="hands" aria-hidden="true">
          <Icon name="hand" />
          <Icon name="hand" solid />
          <Icon name="hand" />
        </span>
      ) : (
        <span class="crest" aria-hidden="true">
          {agent ? [...agent][0] : <Icon name="hand" solid />}
        </span>
      )}
      <div>
        <h1 id="title">
          <bdi>{agent ?? (empty ? words.hello : words.title)}</bdi>
        </h1>
        <p>{agent ? words.withYou : words.subtitle}</p>
      </div>
      {!empty && later && <later.Tools />}
      <button type="button" class="close" aria-label={words.close} title={words.close} onClick={close}>
        <Icon name="close" />
      </button>
    </header>
  );
}
