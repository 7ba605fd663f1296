/** JPEG: walked from marker to marker to its end. What cameras and editors add goes; which way up the picture is, stays. */
import type { Media } from './media.ts';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP1 = 0xe1;
/** JFIF, the colour profile and Adobe's colour transform change how the picture looks; the other APPn and comments only talk. */
const LOOKS: ReadonlySet<number> = new Set([0xe0, 0xe2, 0xee]);
const talks = (marker: number) => marker === 0xfe || (marker >= 0xe0 && marker <= 0xef && !LOOKS.has(marker));
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
/** An APP2 that is no colour profile is a list of further pictures behind the end, which are dropped. */
const ICC = 'ICC_PROFILE';

/** The Exif orientation (2 to 8) of an APP1 segment's data; 1 where it says none. */
function orientation(data: Uint8Array): number {
  const read = new DataView(data.buffer, data.byteOffset, data.byteLength);
  try {
    if (read.getUint32(0) !== 0x45786966) return 1;
    const little = read.getUint16(6) === 0x4949;
    const ifd = 6 + read.getUint32(10, little);
    for (let n = read.getUint16(ifd, little), at = ifd + 2; n > 0; n -= 1, at += 12)
      if (read.getUint16(at, little) === 0x0112) return read.getUint16(at + 8, little);
  } catch {
    // It points out of itself: then it says nothing.
  }
  return 1;
}

/** An Exif segment that says the orientation and nothing else. */
const upright = (turn: number) =>
  // biome-ignore format: marker, length, "Exif"; the TIFF header; one entry; no further directory
  Uint8Array.from([0xff, APP1, 0, 34, 69, 120, 105, 102, 0, 0, 77, 77, 0, 42, 0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, turn, 0, 0, 0, 0, 0, 0]);

export function jpeg(bytes: Uint8Array): Media | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== SOI || bytes[2] !== 0xff) return undefined;
  const kept: Uint8Array[] = [];
  let turn = 1;
  let size: { width: number; height: number } | undefined;
  let scanned = false;
  let at = 2;
  while (at + 4 <= bytes.length || bytes[at + 1] === EOI) {
    const marker = bytes[at + 1];
    if (bytes[at] !== 0xff || marker === undefined) return undefined;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === EOI) {
      if (!size || !scanned) return undefined;
      const start = [bytes.subarray(0, 2), ...(turn > 1 && turn <= 8 ? [upright(turn)] : [])];
      const whole = new Uint8Array(Buffer.concat([...start, ...kept, bytes.subarray(at, at + 2)]));
      const { width, height } = size;
      return { type: 'image/jpeg', bytes: whole, ...(turn >= 5 && turn <= 8 ? { width: height, height: width } : size) };
    }
    const length = ((bytes[at + 2] ?? 0) << 8) + (bytes[at + 3] ?? 0);
    let end = at + 2 + length;
    if (length < 2 || end > bytes.length) return undefined;
    const data = bytes.subarray(at + 4, end);
    if (isFrame(marker) && data.length >= 5)
      size ??= { height: ((data[1] ?? 0) << 8) + (data[2] ?? 0), width: ((data[3] ?? 0) << 8) + (data[4] ?? 0) };
    if (marker === APP1 && turn === 1) turn = orientation(data);
    if (marker === SOS) {
      scanned = true;
      // The picture's data: it ends at the next marker that is neither a stuffed byte nor a restart.
      while (end + 1 < bytes.length && (bytes[end] !== 0xff || isInside(bytes[end + 1] ?? 0))) end += 1;
    }
    const profile = marker !== 0xe2 || Buffer.from(data.subarray(0, ICC.length)).toString('latin1') === ICC;
    if (!talks(marker) && profile) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return undefined;
}

const isInside = (byte: number) => byte === 0 || byte === 0xff || (byte >= 0xd0 && byte <= 0xd7);
