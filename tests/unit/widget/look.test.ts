import { assert, integer, property, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contrast, hex, inkOn, type Rgb } from '#widget/look/colour.ts';
import { logoAddress } from '#widget/look/owner-look.ts';
import { palette } from '#widget/look/palette.ts';
import { NOTHING_CHOSEN, tagOf } from '#widget/preview/tag.ts';

const value = integer({ min: 0, max: 255 });
const colour = tuple(value, value, value);
const rgb = (text = ''): Rgb => (text.match(/[0-9a-f]{2}/g) ?? []).map((v) => Number.parseInt(v, 16)) as unknown as Rgb;
const PAPERS = { light: ['#f6f5ee', '#ffffff'], dark: ['#121816', '#1d2623'] } as const;

describe('owner’s colour', () => {
  test('W80 every text on or in an owner’s colour has 4.5:1 and every icon 3:1, in both themes, for any colour', () => {
    assert(
      property(colour, (chosen) => {
        for (const theme of ['light', 'dark'] as const) {
          const made = palette(chosen, theme);
          const of = (name: string) => rgb(made[name]);
          const text = (a: string, b: string) =>
            expect(contrast(of(a), of(b)), `${hex(chosen)} ${theme} ${a} on ${b}`).toBeGreaterThanOrEqual(4.5);
          text('--chalk', '--board');
          text('--chalk-soft', '--board');
          text('--own-ink', '--own');
          text('--accent', '--accent-wash');
          for (const paper of PAPERS[theme])
            expect(contrast(of('--accent'), rgb(paper)), `${hex(chosen)} ${theme} accent on ${paper}`).toBeGreaterThanOrEqual(
              4.5,
            );
          expect(contrast(of('--marker'), of('--board')), `${hex(chosen)} ${theme} icon`).toBeGreaterThanOrEqual(3);
        }
      }),
      { numRuns: 2_000, seed: 80 },
    );
  });

  test('W80 the ink is white or black, whichever is read better', () => {
    expect(inkOn([255, 255, 0])).toEqual([0, 0, 0]);
    expect(inkOn([0, 0, 255])).toEqual([255, 255, 255]);
    // WCAG 2.2: #767676 on white has 4.54:1, the classic border of AA.
    expect(contrast([118, 118, 118], [255, 255, 255])).toBeCloseTo(4.54, 2);
  });
});

test('W83 a logo is an https image, one of the page’s own server, or an image in itself; nothing else', () => {
  const at = (value: string) => logoAddress(value, 'https://learn.example.com/lesson');
  expect(at('https://cdn.example.org/a b".png')).toBe('https://cdn.example.org/a%20b%22.png');
  expect(at('/logo.svg')).toBe('https://learn.example.com/logo.svg');
  expect(at('data:image/png;base64,AAAA')).toBe('data:image/png;base64,AAAA');
  expect(at('data:image/svg+xml,<svg xmlns="x"/>')).not.toContain('"');
  for (const bad of ['javascript:alert(1)', 'data:text/html,<b>', 'http://elsewhere.example/x.png', 'https://'])
    expect(at(bad), bad).toBeUndefined();
});

describe('the tag', () => {
  const options = { origin: 'https://help.example.org', pinned: null, nonce: false };
  test('W86 it names only what was chosen', () => {
    expect(tagOf(NOTHING_CHOSEN, options)).toBe('<script async src="https://help.example.org/widget/handraise.js"></script>');
    expect(tagOf({ ...NOTHING_CHOSEN, site: 'academy', color: '#7a1f5c', theme: 'dark' }, options)).toBe(
      '<script async src="https://help.example.org/widget/handraise.js"\n        data-site="academy"\n        data-theme="dark"\n        data-color="#7a1f5c"></script>',
    );
  });
  test('W86 whatever is written into it, it stays one tag', () => {
    const tag = tagOf({ ...NOTHING_CHOSEN, greeting: '"><script>alert(1)</script>\n& more' }, options);
    expect(tag).toContain('data-greeting="&quot;>&lt;script>alert(1)&lt;/script>&#10;&amp; more"');
  });
  test('W87 pinned, it names one version with its hash; with nonces it says where they go', () => {
    const tag = tagOf(NOTHING_CHOSEN, {
      ...options,
      pinned: { file: 'handraise-0123ABCD.js', integrity: 'sha384-x' },
      nonce: true,
    });
    expect(tag).toContain('src="https://help.example.org/widget/handraise-0123ABCD.js"');
    expect(tag).toContain('integrity="sha384-x" crossorigin="anonymous"');
    expect(tag.match(/nonce="NONCE-OF-THIS-RESPONSE"/g)).toHaveLength(2);
  });
});
