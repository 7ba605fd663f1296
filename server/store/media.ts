/**
 * What a file is, told by its bytes, and the same file without what it says about the person who made it: photographs carry the place
 * they were taken at. Only whole files of five kinds pass; SVG and HTML are none of them. Pure.
 */
import { isUtf8 } from 'node:buffer';
import type { FileType } from '#domain/events.ts';
import { png, webp } from './media-chunks.ts';
import { jpeg } from './media-jpeg.ts';

export interface Media {
  readonly type: FileType;
  readonly bytes: Uint8Array;
  /** Pixels as the picture is to be seen. */
  readonly width?: number;
  readonly height?: number;
}

/** Unpacked, more than this would cost the reader's device its memory. */
const MAX_PIXELS = 60_000_000;

const startsWith = (bytes: Uint8Array, text: string, at = 0) =>
  [...text].every((letter, i) => bytes[at + i] === letter.charCodeAt(0));

/** Text that a browser could take for a page or a picture (the beginnings that the WHATWG's sniffing looks for, and SVG). */
const MARKUP = /^\s*<(!doctype|html|head|body|script|iframe|svg|\?xml|style|title|h1|div|font|table|a|br|p|b|img|!--)[\s>/-]?/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what gives binaries away
const CONTROLS = /[\u0000-\u0008\u000b\u000e-\u001f\u007f]/;

function text(bytes: Uint8Array): Media | undefined {
  if (bytes.length === 0 || startsWith(bytes, '%PDF-') || !isUtf8(bytes)) return undefined;
  const words = Buffer.from(bytes)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  return CONTROLS.test(words) || MARKUP.test(words.slice(0, 1_000)) ? undefined : { type: 'text/plain', bytes };
}

function pdf(bytes: Uint8Array): Media | undefined {
  const tail = Buffer.from(bytes.subarray(-2_048)).toString('latin1');
  return startsWith(bytes, '%PDF-') && tail.includes('%%EOF') ? { type: 'application/pdf', bytes } : undefined;
}

/** Undefined for everything that is not, whole and sound, one of the five kinds. Never throws. */
export function recognise(bytes: Uint8Array): Media | undefined {
  const found = png(bytes) ?? jpeg(bytes) ?? webp(bytes) ?? pdf(bytes) ?? text(bytes);
  if (found?.width === undefined || found.height === undefined) return found;
  const pixels = found.width * found.height;
  return pixels > 0 && pixels <= MAX_PIXELS ? found : undefined;
}
