import type { Session } from '#widget/session.ts';
import { Actions } from './Actions.tsx';
import { Composer } from './Composer.tsx';
import { ConnectionNotice } from './ConnectionNotice.tsx';
import { useFace } from './face.ts';
import { Header } from './Header.tsx';
import { MessageList } from './MessageList.tsx';
import { QuickReplies } from './QuickReplies.tsx';
import { Text } from './Text.tsx';

export interface PanelProps {
  readonly session: Session;
  readonly draft: string;
  readonly setDraft: (text: string) => void;
  /** The learner's lesson or course, in words; empty when the page did not say. */
  readonly place: string;
  /** Full screen: the page behind is out of reach. */
  readonly modal: boolean;
}

export function Panel({ session, draft, setDraft, place, modal }: PanelProps) {
  const { chat, words, later, close } = useFace();
  const greeting = words.greeting ?? session.greeting;
  const known = session.loaded || !chat.options.kept.get('conversation');
  const empty = known && session.entries.length === 0 && session.pending.length === 0;
  const keyed = (event: KeyboardEvent) => {
    // As in the composer: in Safari the key that ends an input method's word comes after it.
    if (event.key !== 'Escape' || event.isComposing || event.keyCode === 229) return;
    event.stopPropagation();
    close();
  };
  return (
    <section
      class={empty ? 'panel empty' : 'panel'}
      role="dialog"
      aria-labelledby="title"
      aria-modal={modal}
      tabIndex={-1}
      onKeyDown={keyed}
    >
      <Header session={session} empty={empty} />
      <ConnectionNotice link={session.link} />
      <MessageList session={session}>
        {empty && greeting && (
          <div class="greeting">
            <Text text={greeting} />
          </div>
        )}
        {empty && <QuickReplies replies={session.starters} label={words.startersTitle} />}
        {later && <later.Cards session={session} />}
      </MessageList>
      {session.conversation?.status !== 'closed' && !later?.isAway(session) && (
        <footer>
          <Actions session={session} place={place} />
          <Composer draft={draft} setDraft={setDraft} />
        </footer>
      )}
    </section>
  );
}
