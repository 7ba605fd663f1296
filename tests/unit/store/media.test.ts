import { describe, expect, it } from 'vitest';
import { recognise } from '#store/media.ts';
import { jpeg, pdf, photo, png, pngWithTalk, SECRET, webp, webpWithTalk } from '#tests/support/media.ts';

const bytes = (text: string) => Buffer.from(text, 'utf8');
const size = { width: 24, height: 16 };

describe('what a file is', () => {
  it('G71 the five kinds are known by their bytes, pictures with their size', () => {
    expect(recognise(png)).toMatchObject({ type: 'image/png', ...size });
    expect(recognise(jpeg)).toMatchObject({ type: 'image/jpeg', ...size });
    expect(recognise(webp)).toMatchObject({ type: 'image/webp', ...size });
    expect(recognise(pdf)).toMatchObject({ type: 'application/pdf' });
    for (const text of ['hello', '\uFEFF第一行\n第二行\t<b> is bold', 'if a < b:\n  print(a)', 'x <html> in the middle'])
      expect(recognise(bytes(text)), text).toMatchObject({ type: 'text/plain' });
  });

  it.each([
    ['nothing', bytes('')],
    ['SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')],
    ['SVG behind a declaration', bytes('\uFEFF\n <?xml version="1.0"?><svg/>')],
    ['a page', bytes('\n<!DOCTYPE html><p>')],
    ['a page without a doctype', bytes('<HTML>')],
    ['a script', bytes('<script>alert(1)</script>')],
    ['a picture tag', bytes('<img src=x onerror=alert(1)>')],
    ['GIF', bytes('GIF89a\u0001')],
    ['a zip', Buffer.from('504b0304140000', 'hex')],
    ['a program', Buffer.from('7f454c46020101', 'hex')],
    ['UTF-16 text', Buffer.from('h\0i\0')],
    ['latin-1 text', Buffer.from([0x63, 0x61, 0x66, 0xe9])],
    ['a terminal escape', bytes('\u001b[2J')],
    ['a PDF cut short', pdf.subarray(0, 30)],
    ['a page that begins like a PDF', bytes('%PDF-1.4\n<html>')],
    [
      'a picture of 2^31 pixels',
      (() => {
        const huge = Buffer.from(png);
        huge.writeUInt32BE(65_535, 16);
        huge.writeUInt32BE(65_535, 20);
        return huge;
      })(),
    ],
  ])('G71 refused: %s', (_what, file) => expect(recognise(file)).toBeUndefined());

  it('G71 a picture cut anywhere is refused, and no bytes make it throw', () => {
    for (const file of [png, jpeg, webp, webpWithTalk, photo(6), pngWithTalk])
      for (let end = 0; end < file.length - SECRET.length - 4; end += 1) {
        const cut = recognise(file.subarray(0, end));
        if (end > 0 && cut) expect(cut.width, `cut at ${end}`).toBeUndefined();
      }
    let seed = 7;
    for (let round = 0; round < 3_000; round += 1) {
      const spoilt = Buffer.from([png, photo(6), webpWithTalk][round % 3] ?? png);
      for (let n = 0; n < 4; n += 1) {
        seed = (seed * 48_271) % 2_147_483_647;
        spoilt[seed % spoilt.length] = seed & 255;
      }
      expect(() => recognise(spoilt)).not.toThrow();
    }
  });
});

describe('what a file says beside itself', () => {
  it('G74 place, camera and comments are taken out; the picture stays as it is', () => {
    expect(Buffer.from(recognise(pngWithTalk)?.bytes ?? [])).toEqual(png);
    expect(Buffer.from(recognise(webpWithTalk)?.bytes ?? [])).toEqual(webp);
    expect(Buffer.from(recognise(photo(1))?.bytes ?? [])).toEqual(jpeg);
    for (const file of [pngWithTalk, photo(1), photo(6), webpWithTalk]) {
      expect(file.includes(SECRET)).toBe(true);
      const found = recognise(file);
      expect(found).toBeDefined();
      expect(Buffer.from(found?.bytes ?? []).includes(SECRET)).toBe(false);
      // What was cleaned is itself a whole picture, and clean.
      expect(recognise(found?.bytes ?? new Uint8Array())).toEqual(found);
    }
  });

  it('G74 a photograph keeps which way up it is, and its size is the one that is seen', () => {
    const found = recognise(photo(6));
    expect(found).toMatchObject({ width: 16, height: 24 });
    expect(found?.bytes.length).toBe(jpeg.length + 36);
  });
});
