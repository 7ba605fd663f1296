import { useEffect, useState } from 'preact/hooks';
import type { Outgoing } from '#widget/outbox.ts';
import { useFace } from './face.ts';

/** A message that waits, or failed: why, and what can be done about it. */
export function Fate({ item, text }: { readonly item: Outgoing; readonly text: string }) {
  const { chat, words, edit } = useFace();
  const { cid, command, refusal, retryAt, state } = item;
  const why = refusal ? words.why[refusal.code] : '';
  const [, redraw] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => redraw(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  if (state !== 'failed') {
    const seconds = Math.max(1, Math.ceil(((retryAt ?? 0) - Date.now()) / 1_000));
    return (
      <p class="when">
        {why} {/* Counted on for the eye: the log around it would have each second read out. */}
        <span aria-live="off">{words.retryIn(seconds)}</span>
      </p>
    );
  }
  return (
    <p class="when">
      <strong>{words.notSent}</strong> {why}
      <button type="button" onClick={() => void chat.retry(cid)}>
        {words.retry}
      </button>
      {command.type === 'say' && (
        <button type="button" onClick={() => void chat.discard(cid).then(() => edit(text))}>
          {words.edit}
        </button>
      )}
      <button type="button" onClick={() => void chat.discard(cid)}>
        {words.discard}
      </button>
    </p>
  );
}
