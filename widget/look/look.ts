/** The owner's colour, logo, corners and words over ours. A file of its own, fetched with the app where an owner says any of it. */
import type { RawSettings } from '#widget/settings.ts';
import { adopt } from '#widget/sheet.ts';
import css from '#widget/style/look.css';
import type { Words } from '#widget/words/en.ts';
import { type OwnerLook, readLook } from './owner-look.ts';
import { type Palette, palette } from './palette.ts';

export interface Wardrobe {
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  readonly nonce: string;
  raw(): RawSettings;
}
/** The words as the owner wants them. */
export type Dressed = (words: Words) => Words & { readonly greeting?: string };

const rule = (selector: string, values: Palette): string =>
  `${selector}{${Object.entries(values)
    .map(([name, value]) => `${name}:${value}`)
    .join(';')}}`;

/** Both themes, with the selectors of style/tokens.css, which these rules come after. */
function rulesOf({ colour, logo, radius }: OwnerLook): string {
  const rules: string[] = [];
  if (colour) {
    const [light, dark] = [palette(colour, 'light'), palette(colour, 'dark')];
    rules.push(
      rule('.launcher,.panel', light),
      rule(':host([data-theme="dark"]) .panel', dark),
      `@media (prefers-color-scheme:dark){${rule(':host(:not([data-theme="light"])) .panel', dark)}}`,
    );
  }
  if (logo) rules.push(`.panel{--logo:url("${logo}")}`);
  if (radius !== undefined) rules.push(`.panel{--corner:${radius}px}`);
  return rules.join('\n');
}

/** A sheet whose text can be exchanged; see sheet.ts for the two ways. */
function changeable(root: ShadowRoot, nonce: string): (text: string) => void {
  try {
    const sheet = new CSSStyleSheet();
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    return (text) => sheet.replaceSync(text);
  } catch {
    const style = document.createElement('style');
    style.nonce = nonce;
    root.append(style);
    return (text) => {
      style.textContent = text;
    };
  }
}

/** Draws the owner's look, again after each change of the settings. */
export function openWardrobe({ host, root, nonce, raw }: Wardrobe): { dress(): void; dressed: Dressed } {
  const told = new Set<string>();
  const warn = (fault: string) => {
    if (!told.has(fault)) console.warn(`Handraise: ${fault}.`);
    told.add(fault);
  };
  const look = () => readLook(raw(), host.lang, location.href, warn);
  let worn = '';
  let shownLogo: string | undefined;
  /** Only once it is here: the page's policy may forbid it, and an empty plate would be worse than our hand. */
  const showLogo = (logo: string | undefined) => {
    if (logo === shownLogo) return;
    shownLogo = logo;
    host.removeAttribute('data-logo');
    if (!logo) return;
    const image = new Image();
    image.onload = () => host.toggleAttribute('data-logo', logo === shownLogo);
    image.onerror = () =>
      warn(`the logo ${logo.slice(0, 200)} did not load: check the address, and img-src in the page's policy`);
    image.src = logo;
  };
  adopt(root, css, nonce);
  const wear = changeable(root, nonce);
  return {
    dress() {
      const now = look();
      host.toggleAttribute('data-color', now.colour !== undefined);
      showLogo(now.logo);
      host.toggleAttribute('data-radius', now.radius !== undefined);
      const rules = rulesOf(now);
      if (rules === worn) return;
      worn = rules;
      wear(rules);
    },
    dressed(words) {
      const { title, greeting } = look();
      return { ...words, ...(title ? { title, hello: title } : {}), ...(greeting ? { greeting } : {}) };
    },
  };
}
