/** Small real files (24 x 16 pixels, made by Chromium), and the same with what cameras and editors write into them. */
import { crc32 } from 'node:zlib';

const JPEG =
  '/9j/4AAQSkZJRgABAQAAAQABAAD/4gHYSUNDX1BST0ZJTEUAAQEAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABhY3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADb/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAQABgDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFgEBAQEAAAAAAAAAAAAAAAAABAED/8QAGREAAgMBAAAAAAAAAAAAAAAAABMjUWKB/9oADAMBAAIRAxEAPwCYBI16HStzygAxEH//2Q==';
const WEBP =
  'UklGRkgCAABXRUJQVlA4WAoAAAAgAAAAFwAADwAASUNDUMgBAAAAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABhY3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADZWUDggWgAAALADAJ0BKhgAEAA/EXKwUCwmpKKwCAGAIglqALsPf/9ADURAQigAAP7cMjX8O38oDvRKsUdlMLeivoj1/zDAnw90HeBfz9auu7lhpGpdLV/DdKzUE0k4DgAAAA==';
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAABgAAAAQCAYAAAAMJL+VAAAATElEQVR4AeyQwQkAMAgDgys5lDO5UztT+/ehSNGHVMhDCCQ5WsynUoTiGxggrPCUJToQURZB5P+IIkLoR6Rb4CmsbAz9C0yB57d8wQUAAP//+F3dZQAAAAZJREFUAwDTJUy5UnTyMwAAAABJRU5ErkJggg==';
const read = (base64: string) => Buffer.from(base64, 'base64');
export const jpeg = read(JPEG);
export const webp = read(WEBP);
export const png = read(PNG);
export const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');

/** What must not be left of a file. */
export const SECRET = 'GPS 52.5163 Ada';

/** An Exif directory, big-endian: the orientation, and the secret as the maker's name. */
function exif(turn: number): Buffer {
  const tiff = Buffer.alloc(38);
  tiff.write('MM\0*', 0, 'latin1');
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(2, 8);
  tiff.writeUInt16BE(0x010f, 10);
  tiff.writeUInt16BE(2, 12);
  tiff.writeUInt32BE(SECRET.length + 1, 14);
  tiff.writeUInt32BE(38, 18);
  tiff.writeUInt16BE(0x0112, 22);
  tiff.writeUInt16BE(3, 24);
  tiff.writeUInt32BE(1, 26);
  tiff.writeUInt16BE(turn, 30);
  return Buffer.concat([tiff, Buffer.from(`${SECRET}\0`)]);
}

const segment = (marker: number, data: Buffer) => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
};
/** A photograph: Exif with the orientation `turn`, XMP, a comment, and a second picture behind the end. */
export const photo = (turn: number) =>
  Buffer.concat([
    jpeg.subarray(0, 2),
    segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exif(turn)])),
    segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${SECRET}`, 'latin1')),
    segment(0xfe, Buffer.from(SECRET)),
    jpeg.subarray(2),
    Buffer.from(SECRET),
  ]);

const pngChunk = (name: string, data: Buffer) => {
  const body = Buffer.concat([Buffer.from(name), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
};
export const pngWithTalk = Buffer.concat([
  png.subarray(0, 33),
  pngChunk('eXIf', exif(1)),
  pngChunk('tEXt', Buffer.from(`Author\0${SECRET}`)),
  png.subarray(33),
  Buffer.from(SECRET),
]);

const webpChunk = (name: string, data: Buffer) => {
  const head = Buffer.alloc(8);
  head.write(name, 0, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
};
/** Chromium's file has the wide header already: its bits for Exif and XMP are set, and both come behind. */
export const webpWithTalk = (() => {
  const body = Buffer.concat([webp.subarray(8), webpChunk('EXIF', exif(1)), webpChunk('XMP ', Buffer.from(SECRET))]);
  body[12] = (body[12] ?? 0) | 0x0c;
  return webpChunk('RIFF', body);
})();
