/** What only comes after the first word: waiting, nobody there, the end, what happened around the messages. A file of its own. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { isPending, type Session } from '#widget/session.ts';
import cards from '#widget/style/card.css';
import forced from '#widget/style/forced.css';
import thread from '#widget/style/thread.css';
import { lastQuestion, offered } from '#widget/thread.ts';
import { EndedCard } from './EndedCard.tsx';
import { useFace } from './face.ts';
import { leftOver, OfflineForm } from './OfflineForm.tsx';
import { QuickReplies } from './QuickReplies.tsx';
import { WaitingCard } from './WaitingCard.tsx';

export { tell } from '#widget/announce.ts';
export { beckon } from '#widget/beckon.ts';
export { lend } from '#widget/kit.ts';
export { End } from './End.tsx';
export { Follow } from './Follow.tsx';
export { Markup } from './Markup.tsx';
export { Above, thread } from './Thread.tsx';
export { Tools } from './Tools.tsx';

export const css = thread + cards + forced;
/** For the other late files. */
export const kit = { useEffect, useLayoutEffect, useRef, useState };

/** True when contact details were left since the learner last asked for a person. */
function contactLeft(session: Session): boolean {
  for (let at = session.entries.length - 1; at >= 0; at--) {
    const type = session.entries[at]?.type;
    if (type === 'contact-left') return true;
    if (type === 'waiting') return false;
  }
  return false;
}

/** Nobody is there: the form takes the composer's place. */
export function isAway(session: Session): boolean {
  const { conversation } = session;
  const waits = conversation?.status === 'waiting' && conversation.queue?.staffed === false;
  return waits && !isPending(session, 'leave-contact') && !contactLeft(session);
}

function Card({ session }: { readonly session: Session }) {
  const { chat, words, edit } = useFace();
  const view = session.conversation;
  const away = isAway(session);
  const left = view && !away && leftOver(chat, view.id);
  // After this drawing, which it would be part of otherwise.
  if (left) queueMicrotask(() => edit(left));
  if (view?.status === 'closed') return <EndedCard key={view.id} session={session} />;
  const queue = view?.status === 'waiting' ? view.queue : undefined;
  if (!view || !queue) return null;
  if (queue.staffed) return <WaitingCard queue={queue} cancelling={isPending(session, 'cancel-wait')} />;
  if (away)
    return <OfflineForm key={view.id} conversation={view.id} nextOpenAt={queue.nextOpenAt} asked={lastQuestion(session)} />;
  return (
    <p class="rated" role="status">
      {contactLeft(session) ? words.offlineThanks : words.sending}
    </p>
  );
}

/** Below the thread: what the state calls for. */
export function Cards({ session }: { readonly session: Session }) {
  return (
    <>
      <QuickReplies replies={offered(session)?.quickReplies ?? []} />
      <Card session={session} />
    </>
  );
}
