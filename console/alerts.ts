/** Ways to be noticed while the agent looks elsewhere: a soft sound, a desktop notification, a number in the title. */
import type { InboxItem } from '#protocol/agents.ts';
import { randomId } from './ids.ts';
import type { AlertKind } from './inbox.ts';

let audio: AudioContext | undefined;
let lastSound = 0;
/** A burst of messages is one sound. */
const SOUND_EVERY_MS = 1_500;

/** Two short notes, rising for a new learner and level for a message. Browsers allow it only after the first click. */
export function playSound(kind: AlertKind, now: number): void {
  if (now - lastSound < SOUND_EVERY_MS) return;
  lastSound = now;
  try {
    audio ??= new AudioContext();
    void audio.resume();
    const start = audio.currentTime + 0.02;
    const notes = kind === 'message' ? [660, 660] : [523, 784];
    notes.forEach((pitch, index) => {
      if (!audio) return;
      const at = start + index * 0.14;
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.type = 'sine';
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0, at);
      volume.gain.linearRampToValueAtTime(0.12, at + 0.015);
      volume.gain.exponentialRampToValueAtTime(0.001, at + 0.13);
      tone.connect(volume).connect(audio.destination);
      tone.start(at);
      tone.stop(at + 0.14);
    });
  } catch {
    // No audio device: the title and the list still show it.
  }
}

export function notificationPermission(): NotificationPermission | 'unsupported' {
  return typeof Notification === 'undefined' ? 'unsupported' : Notification.permission;
}

/** Longer than another tab of this browser may take to hear of the same thing, an outage included. */
const CLAIMED_MS = 60_000;

/** Longer than a mark takes from the storage of one tab to that of another. */
const SETTLED_MS = 250;
const RING = 'handraise:ring:';

/** A claim where there are no locks: of tabs that mark the same name at once the last has it, later ones find it marked. */
function claimByMark(name: string, play: () => void): void {
  try {
    const now = Date.now();
    for (const key of Object.keys(localStorage).filter((one) => one.startsWith(RING))) {
      const at = Number.parseInt(localStorage.getItem(key) ?? '', 10);
      if (Math.abs(now - at) > CLAIMED_MS) localStorage.removeItem(key);
    }
    if (localStorage.getItem(name) !== null) return;
    const mark = `${now} ${randomId()}`;
    localStorage.setItem(name, mark);
    setTimeout(() => localStorage.getItem(name) === mark && play(), SETTLED_MS);
  } catch {
    // Storage denied: better twice than never.
    play();
  }
}

/** The same sound in one of the agent's tabs. */
export function playSoundOnce(kind: AlertKind, { id, head, queuedAt }: InboxItem): void {
  const play = () => playSound(kind, Date.now());
  // Browsers withhold them from pages that came over plain HTTP.
  const locks: LockManager | undefined = navigator.locks;
  // A tab that nobody has clicked in is silent: it must not take the ring away from one that is not.
  const silent = navigator.userActivation?.hasBeenActive === false;
  if (silent) {
    play();
    return;
  }
  const name = `${RING}${kind}:${id}:${kind === 'waiting' ? queuedAt : head}`;
  if (!locks) {
    claimByMark(name, play);
    return;
  }
  const claimed = (lock: Lock | null) => {
    if (lock === null) return;
    play();
    return new Promise<void>((resolve) => setTimeout(resolve, CLAIMED_MS));
  };
  locks.request(name, { ifAvailable: true }, claimed).catch(play);
}

interface Note {
  readonly note: Notification;
  readonly wanted: () => boolean;
}
const notes = new Map<string, Note>();

interface NoteActs {
  readonly opened: () => void;
  /** Asked by `hushSettled`. */
  readonly wanted: () => boolean;
}

/** One notification per conversation: a newer one takes the older one's place. Plain text only. */
export function notify(conversation: string, title: string, body: string, { opened, wanted }: NoteActs): void {
  if (notificationPermission() !== 'granted') return;
  try {
    // In Chromium the same tag alone changes the words in silence and shows nothing where it was dismissed.
    hush(conversation);
    const note = new Notification(title, { body: body.slice(0, 160), tag: conversation });
    notes.set(conversation, { note, wanted });
    note.onclick = () => {
      window.focus();
      opened();
      hush(conversation);
    };
    note.onclose = () => notes.get(conversation)?.note === note && notes.delete(conversation);
  } catch {
    // Android's Chromium allows them from service workers only.
  }
}

function hush(conversation: string): void {
  const held = notes.get(conversation);
  notes.delete(conversation);
  held?.note.close();
}

/** Takes away the notifications that nobody wants any more. */
export function hushSettled(): void {
  for (const [conversation, { wanted }] of [...notes]) if (!wanted()) hush(conversation);
}

export function hushAll(): void {
  for (const conversation of [...notes.keys()]) hush(conversation);
}

export function showTitle(count: number, page: string, site: string): void {
  document.title = `${count > 0 ? `(${count > 99 ? '99+' : count}) ` : ''}${page} · ${site}`;
}
