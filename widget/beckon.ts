/** Calls a learner who looks elsewhere: how many messages are new in front of the page's title, and a soft sound. */
import type { Chat } from './chat-ports.ts';
import { unread } from './session.ts';

/** Another tab may be looking at the chat: it says so within this time. */
const ELSEWHERE_MS = 400;
const MUTED = 'muted';

export const isMuted = ({ options }: Chat): boolean => options.kept.get(MUTED) !== undefined;
export function mute({ options }: Chat, on: boolean): void {
  if (on) options.kept.set(MUTED, '1');
  else options.kept.remove(MUTED);
}

let audio: AudioContext | undefined;
/** Two short notes. Browsers refuse them where nobody has touched the page, and log it: then none are tried. */
function ring(): void {
  if (navigator.userActivation?.hasBeenActive === false) return;
  try {
    audio ??= new AudioContext();
    void audio.resume();
    for (const [at, pitch] of [587, 784].entries()) {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      const start = audio.currentTime + 0.02 + at * 0.14;
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0, start);
      volume.gain.linearRampToValueAtTime(0.1, start + 0.015);
      volume.gain.exponentialRampToValueAtTime(0.001, start + 0.13);
      tone.connect(volume).connect(audio.destination);
      tone.start(start);
      tone.stop(start + 0.14);
    }
  } catch {
    // No audio device: the title still tells.
  }
}

const begun = new WeakSet<AbortSignal>();

/** From now on until `life` ends; harmless when begun. */
export function beckon(chat: Chat, life: AbortSignal): void {
  if (begun.has(life)) return;
  begun.add(life);
  /** What the title was, and what we made of it: whatever else stands there is the page's own doing. */
  let title: { readonly element: Element; readonly was: string; readonly now: string } | undefined;
  let before = unread(chat.session());
  const hidden = () => document.visibilityState === 'hidden' && !life.aborted;

  function restore() {
    if (title?.element.textContent === title?.now && title) title.element.textContent = title.was;
    title = undefined;
  }
  function look() {
    const count = unread(chat.session());
    const more = count > before;
    before = count;
    restore();
    if (!hidden() || count === 0) return;
    const element = document.head.querySelector('title');
    if (element) {
      const was = element.textContent ?? '';
      title = { element, was, now: `(${count > 99 ? '99+' : count}) ${was}` };
      element.textContent = title.now;
    }
    // What came while the sound was off stays silent, also when it is put on a moment later.
    if (more && !isMuted(chat)) setTimeout(call, ELSEWHERE_MS);
  }
  /** Of several hidden tabs one rings. */
  function call() {
    const { conversation, last } = chat.session();
    const mark = `${conversation?.id} ${last}`;
    const { kept } = chat.options;
    if (!hidden() || unread(chat.session()) === 0 || isMuted(chat) || kept.get('rung') === mark) return;
    kept.set('rung', mark);
    ring();
  }
  const unsubscribe = chat.subscribe(look);
  document.addEventListener('visibilitychange', look, { signal: life });
  life.addEventListener('abort', () => {
    unsubscribe();
    restore();
  });
  look();
}
