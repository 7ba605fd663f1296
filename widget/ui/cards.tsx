/** What only comes after the first word: waiting, nobody there, the end, what happened around the messages. A file of its own. */
import type { Session } from '#widget/session.ts';
import cards from '#widget/style/card.css';
import thread from '#widget/style/thread.css';
import { isPending, lastQuestion } from '#widget/thread.ts';
import { EndedCard } from './EndedCard.tsx';
import { useFace } from './face.ts';
import { OfflineForm } from './OfflineForm.tsx';
import { WaitingCard } from './WaitingCard.tsx';

export { lend } from '#widget/kit.ts';
export { End } from './End.tsx';
export { Fate } from './Fate.tsx';
export { Helped } from './Helped.tsx';
export { Note } from './Note.tsx';

export const css = thread + cards;

export function Cards({ session, away }: { readonly session: Session; readonly away: boolean }) {
  const { words } = useFace();
  const view = session.conversation;
  if (view?.status === 'closed') return <EndedCard key={view.id} session={session} />;
  const queue = view?.status === 'waiting' ? view.queue : undefined;
  if (!queue) return null;
  if (queue.staffed) return <WaitingCard queue={queue} cancelling={isPending(session, 'cancel-wait')} />;
  if (away) return <OfflineForm nextOpenAt={queue.nextOpenAt} asked={lastQuestion(session)} />;
  return (
    <p class="rated" role="status">
      {words.offlineThanks}
    </p>
  );
}
