import { useState } from 'preact/hooks';
import type { Rating } from '#protocol/shapes.ts';
import { isPending, type Session } from '#widget/session.ts';
import { saveTranscript } from '#widget/transcript.ts';
import { useFace } from './face.ts';
import { RatingForm } from './RatingForm.tsx';

/** The rating as given, also while it is still on its way. */
function givenRating(session: Session): Rating | null {
  for (const { command, state } of session.pending) {
    if (command.type === 'rate' && state !== 'failed')
      return { stars: command.stars, reasons: command.reasons, comment: command.comment };
  }
  for (let at = session.entries.length - 1; at >= 0; at--) {
    const entry = session.entries[at];
    if (entry?.type === 'rated') return entry.rating;
  }
  return null;
}

/** After the end: rate once (or change it within the time allowed), and start anew. */
export function EndedCard({ session }: { readonly session: Session }) {
  const { chat, words } = useFace();
  const [changing, setChanging] = useState(false);
  const [starting, setStarting] = useState(false);
  const [unsaved, setUnsaved] = useState(false);
  const view = session.conversation;
  const given = givenRating(session);
  const asked = view?.rating === 'ask' && given === null && !isPending(session, 'skip-rating');
  const editable = given !== null && (view?.canRateUntil ?? 0) > Date.now();

  const save = () =>
    void saveTranscript(chat, words).then(
      () => setUnsaved(false),
      () => setUnsaved(true),
    );
  const startNew = () => {
    setStarting(true);
    void chat.startNew().finally(() => setStarting(false));
  };
  return (
    <>
      {view && (asked || changing) ? (
        <RatingForm conversation={view.id} given={given} done={() => setChanging(false)} />
      ) : (
        given && (
          <p class="rated" role="status">
            <span class="lit">
              <span aria-hidden="true">{'★'.repeat(given.stars)}</span>
              <span class="hush">{words.stars(given.stars)}</span>
            </span>
            {words.rateThanks}
            {editable && (
              <button type="button" class="plain" onClick={() => setChanging(true)}>
                {words.changeRating}
              </button>
            )}
          </p>
        )
      )}
      <button
        type="button"
        class={asked || changing ? 'anew quiet' : 'anew main'}
        disabled={starting || session.link !== 'online'}
        onClick={startNew}
      >
        {words.startNew}
      </button>
      <button type="button" class="anew quiet" onClick={save}>
        {words.transcript}
      </button>
      {unsaved && (
        <p class="fault" role="alert">
          {session.link === 'online' ? words.why.internal : words.linkOffline}
        </p>
      )}
    </>
  );
}
