import { useState } from 'preact/hooks';
import { isMuted, mute } from '#widget/beckon.ts';
import { useFace } from './face.ts';

const BELL = 'M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15zM10 21h4';

/** Whether a sound calls while the page is hidden; remembered. */
export function Sound() {
  const { chat, words } = useFace();
  const [on, setOn] = useState(!isMuted(chat));
  const turn = () => {
    mute(chat, on);
    setOn(!on);
  };
  return (
    <button type="button" class="tool" aria-label={words.sound} title={words.sound} aria-pressed={on} onClick={turn}>
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
        <path d={on ? BELL : `${BELL}M4 3l16 18`} />
      </svg>
    </button>
  );
}
