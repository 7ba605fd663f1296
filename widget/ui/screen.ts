/** Full screen on phones: the panel takes what the on-screen keyboard leaves. */

const PHONE = '(max-width: 480px)';

export const isPhone = (): boolean => matchMedia(PHONE).matches;

/** Writes the visible area to custom properties on the host; takes them away on larger screens or when closed. */
export function fitScreen(host: HTMLElement, open: boolean): void {
  const visible = window.visualViewport;
  const write = (name: string, size = 0) =>
    host.style.setProperty(`--visible-${name}`, open && visible && isPhone() ? `${Math.round(size)}px` : '');
  write('height', visible?.height);
  write('top', visible?.offsetTop);
}

/** Calls `changed` when the window, or what a keyboard leaves of it, has another size or place. */
export function followScreen(changed: () => void, on: AddEventListenerOptions): void {
  for (const event of ['resize', 'scroll']) visualViewport?.addEventListener(event, changed, on);
  addEventListener('resize', changed, on);
}

const FOCUSABLE = 'a[href], button:not(:disabled), input:not(:disabled), textarea, [tabindex="0"]';

/** Full screen is a modal dialog: Tab goes round inside. */
export function keepFocusInside(event: KeyboardEvent, panel: HTMLElement | null, root: ShadowRoot): void {
  if (event.key !== 'Tab' || !panel) return;
  const stops = [...panel.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((stop) => stop.offsetParent !== null);
  const first = stops[0];
  const last = stops.at(-1);
  const at = root.activeElement;
  if (event.shiftKey ? at === first || at === panel : at === last) {
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  }
}
