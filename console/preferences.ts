/** This browser's choices. Nothing here is secret, and nothing is lost with it. */
export interface Preferences {
  readonly lang: 'en' | 'zh-CN' | null;
  readonly theme: 'light' | 'dark' | null;
  readonly sound: boolean;
  /** Desktop notifications show what the learner wrote: others may see the screen. */
  readonly noteText: boolean;
  /** The offer of desktop notifications was answered with "not now". */
  readonly notAsked: boolean;
}

const KEY = 'handraise:console';
const STANDARD: Preferences = { lang: null, theme: null, sound: true, noteText: true, notAsked: false };

export function loadPreferences(): Preferences {
  try {
    const raw: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    const held = (typeof raw === 'object' && raw !== null ? raw : {}) as Partial<Record<keyof Preferences, unknown>>;
    return {
      lang: held.lang === 'en' || held.lang === 'zh-CN' ? held.lang : null,
      theme: held.theme === 'light' || held.theme === 'dark' ? held.theme : null,
      sound: held.sound !== false,
      noteText: held.noteText !== false,
      notAsked: held.notAsked === true,
    };
  } catch {
    return STANDARD;
  }
}

export function savePreferences(preferences: Preferences): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // Storage denied: the choice holds until the page is left.
  }
}
