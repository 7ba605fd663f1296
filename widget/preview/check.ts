/** What is wrong with a choice, field by field; the widget itself would say it on its page's console and keep its default. */
import { readColour } from '#widget/look/colour.ts';
import { logoAddress, MAX_RADIUS } from '#widget/look/owner-look.ts';
import type { Choices } from './tag.ts';
import type { PreviewWords } from './words.ts';

export type Faults = Readonly<Partial<Record<keyof PreviewWords['bad'], string>>>;

export function check({ site, color, logo, radius }: Choices, words: PreviewWords): Faults {
  const { bad } = words;
  const wrong = {
    site: site !== '' && !/^[\w-]{1,60}$/.test(site),
    color: color !== '' && readColour(color) === undefined,
    logo: logo !== '' && logoAddress(logo, location.href) === undefined,
    radius: radius !== '' && !(Number(radius) >= 0 && Number(radius) <= MAX_RADIUS),
  };
  return Object.fromEntries(
    Object.entries(wrong).flatMap(([field, is]) => (is ? [[field, bad[field as keyof typeof bad]]] : [])),
  );
}
