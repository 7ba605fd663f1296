/** The round button and the shadow root that holds all we draw. Part of the loader: every byte counts. */
import css from './style/launcher.css';

export interface Stage {
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  readonly button: HTMLButtonElement;
  /** Path of the raised hand, 24 x 24. */
  readonly hand: string;
}

const hand =
  'M7 12.5V6a1.5 1.5 0 0 1 3 0v4.6-6.3a1.5 1.5 0 0 1 3 0v6.2-5a1.5 1.5 0 0 1 3 0v5.6-3.1a1.5 1.5 0 0 1 3 0V15a7 7 0 0 1-7 7c-2.6 0-4.4-1-5.8-3.1l-3-4.9a1.6 1.6 0 0 1 2.6-1.8z';

export function setStage(): Stage {
  const host = document.createElement('handraise-widget');
  const root = host.attachShadow({ mode: 'open' });
  const button = document.createElement('button');
  const sheet = new CSSStyleSheet();
  // Constructable: no inline style, so that a strict policy of the host needs neither hash nor nonce for it.
  sheet.replaceSync(`.launcher:before{clip-path:path("${hand}")}${css}`);
  root.adoptedStyleSheets = [sheet];
  button.className = 'launcher';
  root.append(button);
  return { host, root, button, hand };
}
