/** The round button in the shadow root that holds all we draw. Part of the loader: every byte counts. */
import css from './style/launcher.css';

/** `color`: the owner's, any CSS colour; a value that is none leaves ours. On it the hand is white or black, whichever is seen better. */
export function createButton(root: ShadowRoot, color: unknown): HTMLButtonElement {
  const button = document.createElement('button');
  const sheet = new CSSStyleSheet();
  // Constructable: no inline style, so that a strict policy of the host needs neither hash nor nonce for it.
  // Black wins from a lightness of 49 (WCAG's luminance of 0.179). An older browser drops the line; look/look.ts then says it in numbers.
  sheet.replaceSync(`${css}.launcher{background:${color};color:lch(from ${color} calc(5e3 - 99*l)0 0)}`);
  root.adoptedStyleSheets = [sheet];
  button.className = 'launcher';
  root.append(button);
  return button;
}
