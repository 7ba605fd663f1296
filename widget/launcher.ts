/** The round button in the shadow root that holds all we draw. Part of the loader: every byte counts. */
import css from './style/launcher.css';

export function createButton(root: ShadowRoot): HTMLButtonElement {
  const button = document.createElement('button');
  const sheet = new CSSStyleSheet();
  // Constructable: no inline style, so that a strict policy of the host needs neither hash nor nonce for it.
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  button.className = 'launcher';
  root.append(button);
  return button;
}
