/** PNG and WebP: files of chunks. Those that only speak about the picture (place, camera, author, edits) are left out. */
import type { Media } from './media.ts';

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const nameAt = (bytes: Uint8Array, at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
const joined = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

const PNG_MARK = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const PNG_TALK: ReadonlySet<string> = new Set(['eXIf', 'tEXt', 'zTXt', 'iTXt', 'tIME']);

export function png(bytes: Uint8Array): Media | undefined {
  if (!PNG_MARK.every((byte, i) => bytes[i] === byte) || nameAt(bytes, 12) !== 'IHDR') return undefined;
  const read = view(bytes);
  const kept: Uint8Array[] = [bytes.subarray(0, 8)];
  let at = 8;
  let pixels = false;
  // Length, name, data, checksum; what stands behind the end is dropped.
  while (at + 12 <= bytes.length) {
    const end = at + 12 + read.getUint32(at);
    const name = nameAt(bytes, at + 4);
    if (end > bytes.length) return undefined;
    if (!PNG_TALK.has(name)) kept.push(bytes.subarray(at, end));
    pixels ||= name === 'IDAT';
    if (name === 'IEND')
      return pixels
        ? { type: 'image/png', bytes: joined(kept), width: read.getUint32(16), height: read.getUint32(20) }
        : undefined;
    at = end;
  }
  return undefined;
}

const WEBP_KEPT: ReadonlySet<string> = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
/** Bits of VP8X that announce EXIF and XMP. */
const WEBP_TALK_BITS = 0x0c;

/** Width and height from the first chunk that says them. `at` is where its data begins. */
function webpSize(bytes: Uint8Array, name: string, at: number): { width: number; height: number } | undefined {
  const read = view(bytes);
  if (at + 10 > bytes.length) return undefined;
  const three = (where: number) => read.getUint16(where, true) + ((bytes[where + 2] ?? 0) << 16);
  if (name === 'VP8X') return { width: three(at + 4) + 1, height: three(at + 7) + 1 };
  if (name === 'VP8 ') return { width: read.getUint16(at + 6, true) & 0x3fff, height: read.getUint16(at + 8, true) & 0x3fff };
  if (name !== 'VP8L') return undefined;
  const bits = read.getUint32(at + 1, true);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

export function webp(bytes: Uint8Array): Media | undefined {
  if (bytes.length < 20 || nameAt(bytes, 0) !== 'RIFF' || nameAt(bytes, 8) !== 'WEBP') return undefined;
  const read = view(bytes);
  const whole = read.getUint32(4, true) + 8;
  if (whole > bytes.length) return undefined;
  const kept: Uint8Array[] = [];
  let size: { width: number; height: number } | undefined;
  let pixels = false;
  for (let at = 12; at + 8 <= whole; ) {
    const name = nameAt(bytes, at);
    const length = read.getUint32(at + 4, true);
    const end = at + 8 + length + (length & 1);
    if (at + 8 + length > whole) return undefined;
    size ??= webpSize(bytes, name, at + 8);
    pixels ||= name === 'VP8 ' || name === 'VP8L' || name === 'ANMF';
    if (WEBP_KEPT.has(name)) {
      const chunk = bytes.slice(at, Math.min(end, whole));
      if (name === 'VP8X') chunk[8] = (chunk[8] ?? 0) & ~WEBP_TALK_BITS;
      kept.push(chunk);
    }
    at = end;
  }
  if (!size || !pixels) return undefined;
  const head = bytes.slice(0, 12);
  view(head).setUint32(4, 4 + kept.reduce((sum, chunk) => sum + chunk.length, 0), true);
  return { type: 'image/webp', bytes: joined([head, ...kept]), ...size };
}
