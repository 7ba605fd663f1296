/** The round button and the shadow root that holds all we draw. Part of the loader: every byte counts. */
import { LAUNCHER_WORDS, type Settings } from './settings.ts';
import css from './style/launcher.css';

export interface Stage {
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  readonly button: HTMLButtonElement;
  readonly badge: HTMLElement;
}

/** A raised hand, 24 x 24. */
const HAND =
  'M7 12.5V6a1.5 1.5 0 0 1 3 0v4.6-6.3a1.5 1.5 0 0 1 3 0v6.2-5a1.5 1.5 0 0 1 3 0v5.6-3.1a1.5 1.5 0 0 1 3 0V15a7 7 0 0 1-7 7c-2.6 0-4.4-1-5.8-3.1l-3-4.9a1.6 1.6 0 0 1 2.6-1.8z';

export function svg(path: string): SVGSVGElement {
  const make = <K extends keyof SVGElementTagNameMap>(name: K) => document.createElementNS('http://www.w3.org/2000/svg', name);
  const picture = make('svg');
  picture.setAttribute('viewBox', '0 0 24 24');
  picture.setAttribute('aria-hidden', 'true');
  const line = make('path');
  line.setAttribute('d', path);
  picture.append(line);
  return picture;
}

/** Constructable where possible: no inline style, so no nonce is needed under a strict policy. */
export function adopt(root: ShadowRoot, text: string, nonce: string): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  } catch {
    const style = document.createElement('style');
    style.nonce = nonce;
    style.textContent = text;
    root.append(style);
  }
}

export function setStage(settings: Settings): Stage {
  const host = document.createElement('handraise-widget');
  const root = host.attachShadow({ mode: 'open' });
  adopt(root, css, settings.nonce);
  const button = document.createElement('button');
  const badge = document.createElement('span');
  button.type = 'button';
  button.className = 'launcher';
  button.setAttribute('aria-haspopup', 'dialog');
  button.setAttribute('aria-expanded', 'false');
  badge.className = 'badge';
  badge.hidden = true;
  button.append(svg(HAND), badge);
  root.append(button);
  return { host, root, button, badge };
}

/** Puts the settings that can change on the host: `update()` and `boot()` come here. */
export function dress({ host, button }: Stage, { lang, position, theme }: Settings): void {
  host.lang = lang;
  host.dir = lang === 'ar' ? 'rtl' : 'ltr';
  host.dataset['position'] = position;
  host.dataset['theme'] = theme;
  button.title = LAUNCHER_WORDS[lang];
  button.setAttribute('aria-label', LAUNCHER_WORDS[lang]);
}
