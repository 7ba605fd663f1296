/** Colours as red, green and blue, 0 to 255, and what WCAG 2.2 says of two of them. Pure but for `readColour`. */
export type Rgb = readonly [red: number, green: number, blue: number];

export const WHITE: Rgb = [255, 255, 255];
export const BLACK: Rgb = [0, 0, 0];

/** Relative luminance, 0 to 1 (WCAG 2.2, "relative luminance"). */
export function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrast(a: Rgb, b: Rgb): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/** `share` of `a`, 0 to 1, the rest of `b`; whole numbers, as they are drawn. */
export const mix = (a: Rgb, b: Rgb, share: number): Rgb =>
  a.map((v, i) => Math.round(v * share + (b[i] ?? 0) * (1 - share))) as unknown as Rgb;

/** White or black, whichever is read better on it: one of them always has 4.5:1. */
export const inkOn = (ground: Rgb): Rgb => (contrast(WHITE, ground) >= contrast(BLACK, ground) ? WHITE : BLACK);

/** The nearest to `colour`, on the way to `end`, that has `ratio` to every one of `grounds`. */
export function readable(colour: Rgb, end: Rgb, grounds: readonly Rgb[], ratio: number): Rgb {
  for (let share = 1; share > 0; share -= 0.02) {
    const tried = mix(colour, end, share);
    if (grounds.every((ground) => contrast(tried, ground) >= ratio)) return tried;
  }
  return end;
}

export const hex = (colour: Rgb): string => `#${colour.map((v) => v.toString(16).padStart(2, '0')).join('')}`;

/** What the browser makes of any CSS colour; undefined when it is none, or lets something shine through. */
export function readColour(text: string): Rgb | undefined {
  if (!CSS.supports('color', text) || /^(inherit|initial|unset|revert|revert-layer|currentcolor)$/i.test(text.trim()))
    return undefined;
  const pen = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d');
  if (!pen) return undefined;
  pen.fillStyle = text;
  pen.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0, alpha = 0] = pen.getImageData(0, 0, 1, 1).data;
  return alpha === 255 ? [r, g, b] : undefined;
}
