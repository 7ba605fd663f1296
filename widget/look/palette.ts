/** From an owner's one colour to all that carries it, in the light and in the dark. Pure. */
import { BLACK, contrast, hex, inkOn, mix, type Rgb, readable, WHITE } from './colour.ts';

/** Custom properties of style/tokens.css and stage.css by name. */
export type Palette = Readonly<Record<string, string>>;

/** What style/tokens.css has for paper, sheet and ink. */
const GROUNDS = {
  light: { paper: [246, 245, 238], sheet: [255, 255, 255], end: BLACK },
  dark: { paper: [18, 24, 22], sheet: [29, 38, 35], end: WHITE },
} as const;
/** WCAG 2.2 AA for text; marks and edges need 3. */
const TEXT = 4.5;
const MARK = 3;

/** Text pairs hold 4.5:1, icons 3:1, whatever `colour` is. */
export function palette(colour: Rgb, theme: keyof typeof GROUNDS): Palette {
  const { paper, sheet, end } = GROUNDS[theme];
  const chalk = inkOn(colour);
  const lit = chalk === WHITE;
  const marker = readable(mix(colour, lit ? WHITE : BLACK, 0.25), lit ? WHITE : BLACK, [colour], MARK);
  const wash = mix(colour, sheet, theme === 'light' ? 0.12 : 0.25);
  const accent = readable(colour, end, [paper, sheet, wash], TEXT);
  // A bubble that melts into the paper is seen by its text alone: it moves until its edge shows.
  const own = contrast(colour, paper) >= 1.4 ? colour : mix(colour, end, 0.75);
  return {
    '--board': hex(colour),
    '--chalk': hex(chalk),
    '--chalk-soft': hex(readable(mix(chalk, colour, 0.8), chalk, [colour], TEXT)),
    '--chalk-faint': lit ? '#ffffff4d' : '#0000004d',
    '--marker': hex(marker),
    '--own': hex(own),
    '--own-ink': hex(inkOn(own)),
    '--accent': hex(accent),
    '--accent-wash': hex(wash),
    '--ring': hex(accent),
  };
}
