import { useEffect } from 'preact/hooks';
import type { Session } from '#widget/session.ts';
import { isPending, offered } from '#widget/thread.ts';
import { Actions } from './Actions.tsx';
import { Composer } from './Composer.tsx';
import { ConnectionNotice } from './ConnectionNotice.tsx';
import { useFace } from './face.ts';
import { Header } from './Header.tsx';
import { Markup } from './Markup.tsx';
import { MessageList } from './MessageList.tsx';
import { QuickReplies } from './QuickReplies.tsx';

export interface PanelProps {
  readonly session: Session;
  readonly draft: string;
  readonly setDraft: (text: string) => void;
  /** The learner's lesson or course, in words; empty when the page did not say. */
  readonly place: string;
  /** Full screen: the page behind is out of reach. */
  readonly modal: boolean;
  /** The learner can see the panel now. */
  readonly seeing: () => boolean;
}

/** True when contact details were left since the learner last asked for a person. */
function contactLeft(session: Session): boolean {
  for (let at = session.entries.length - 1; at >= 0; at--) {
    const type = session.entries[at]?.type;
    if (type === 'contact-left') return true;
    if (type === 'waiting') return false;
  }
  return false;
}

export function Panel({ session, draft, setDraft, place, modal, seeing }: PanelProps) {
  const { chat, words, later, close } = useFace();
  const view = session.conversation;
  const empty = session.loaded && session.entries.length === 0 && session.pending.length === 0;
  const closed = view?.status === 'closed';
  const queue = view?.status === 'waiting' ? view.queue : undefined;
  const leaving = isPending(session, 'leave-contact') || contactLeft(session);
  const away = queue !== undefined && !queue.staffed && !leaving;
  const replies = offered(session)?.quickReplies ?? [];

  useEffect(() => {
    if (seeing()) chat.saw();
  }, [session.last]);
  const keyed = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.isComposing) return;
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
        {empty && session.greeting && (
          <div class="greeting">
            <Markup text={session.greeting} />
          </div>
        )}
        {empty && <QuickReplies replies={session.starters} label={words.startersTitle} />}
        {!closed && <QuickReplies replies={replies} />}
        {later && <later.Cards session={session} away={away} />}
      </MessageList>
      {!closed && !away && (
        <footer>
          <Actions session={session} place={place} />
          <Composer draft={draft} setDraft={setDraft} />
        </footer>
      )}
    </section>
  );
}
