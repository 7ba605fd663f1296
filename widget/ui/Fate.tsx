import { useEffect, useState } from 'preact/hooks';
import type { Outgoing } from '#widget/outbox.ts';
import { useFace } from './face.ts';

/** A message that waits, or failed: why, and what can be done about it. */
export function Fate({ item, text }: { readonly item: Outgoing; readonly text: string }) {
  const { chat, words, edit, late } = useFace();
  const { cid, command, files, refusal, retryAt, state } = item;
  const box = files && late('files');
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
  const again = async () => {
    await chat.discard(cid);
    if (files) box?.again(files);
    if (text) edit(text);
  };
  return (
    <p class="when">
      <strong>{words.notSent}</strong> {why}
      <button type="button" onClick={() => void chat.retry(cid)}>
        {words.retry}
      </button>
      {command.type === 'say' && (!files || box) && (
        <button type="button" onClick={() => void again()}>
          {words.edit}
        </button>
      )}
      <button type="button" onClick={() => void chat.discard(cid)}>
        {words.discard}
      </button>
    </p>
  );
}
