import { useState } from 'preact/hooks';
import { popOut } from '#widget/popout.ts';
import { WINDOW } from '#widget/settings.ts';
import { memoryOnly } from '#widget/storage.ts';
import { useFace } from './face.ts';
import { isPhone } from './screen.ts';

/** Into a window of its own: where there is room for one, and where it would find what this page keeps. */
export function PopOut() {
  const { chat, words, close } = useFace();
  const [barred, setBarred] = useState(false);
  if (barred || isPhone() || memoryOnly() || chat.options.settings()['position'] === WINDOW) return null;
  const go = () =>
    void popOut(chat, words.title).then((out) => {
      // A button that cannot do what it says goes. One that could not for once stays, and so does the draft.
      if (out === 'barred') setBarred(true);
      // As it opened it took the draft along; one that was there has its own, and what was typed here since waits here.
      if (out === 'open') chat.options.clearDraft();
      if (out === 'open' || out === 'there') close();
    });
  return (
    <button type="button" class="tool" aria-label={words.popOut} title={words.popOut} onClick={go}>
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
        <path d="M10 5H6.5A1.5 1.5 0 0 0 5 6.5v11A1.5 1.5 0 0 0 6.5 19h11a1.5 1.5 0 0 0 1.5-1.5V14M14 4.5h5.5V10M19 5l-8 8" />
      </svg>
    </button>
  );
}
