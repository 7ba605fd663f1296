/** The tag an owner pastes, from what was chosen. Pure. */

/** Every value as it stands in its field; '' means: as by default, and the attribute is left out. */
export interface Choices {
  readonly site: string;
  readonly lang: string;
  readonly position: '' | 'start';
  readonly theme: '' | 'light' | 'dark';
  readonly color: string;
  readonly logo: string;
  readonly radius: string;
  readonly title: string;
  readonly greeting: string;
  readonly course: string;
  readonly consent: '' | 'required';
}
export type Field = keyof Choices;

export const NOTHING_CHOSEN: Choices = {
  site: '',
  lang: '',
  position: '',
  theme: '',
  color: '',
  logo: '',
  radius: '',
  title: '',
  greeting: '',
  course: '',
  consent: '',
};

export interface Pinned {
  /** File name of one version of the loader, and its hash as `integrity` wants it. */
  readonly file: string;
  readonly integrity: string;
}
export interface TagOptions {
  /** Of the server, e.g. "https://help.example.org". */
  readonly origin: string;
  /** Null: the address that always has the newest version. */
  readonly pinned: Pinned | null;
  /** The page's policy wants a nonce: a placeholder stands where its server writes it. */
  readonly nonce: boolean;
}

const NONCE = 'NONCE-OF-THIS-RESPONSE';

const escaped = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('\n', '&#10;');

/** One attribute a line, in the order of the form. */
export function tagOf(choices: Choices, { origin, pinned, nonce }: TagOptions): string {
  const lines = [`async src="${escaped(`${origin}/widget/${pinned?.file ?? 'handraise.js'}`)}"`];
  if (pinned) lines.push(`integrity="${pinned.integrity}" crossorigin="anonymous"`);
  if (nonce) lines.push(`nonce="${NONCE}" data-nonce="${NONCE}"`);
  for (const field of Object.keys(NOTHING_CHOSEN) as Field[]) {
    const value = choices[field].trim();
    if (value) lines.push(`data-${field}="${escaped(value)}"`);
  }
  return `<script ${lines.join('\n        ')}></script>`;
}
