import { expect, test } from 'vitest';
import { WORDS } from '#widget/preview/words.ts';

const texts = (value: object): string[] =>
  Object.values(value).flatMap((one) => (typeof one === 'string' ? [one] : texts(one)));

test('W154 what the preview page says as code can be copied as it is, in both languages', () => {
  for (const words of Object.values(WORDS)) {
    expect(words.consent).toContain("Handraise('consent', 'granted')");
    // An apostrophe may be curly, a quotation mark around code may not.
    for (const text of texts(words)) expect(text).not.toMatch(/[(\s,][‘“][\w-]+[’”]/);
  }
});
