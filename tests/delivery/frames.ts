/**
 * Cuts what a server sends into WebSocket frames, so that the proxy can lose one message and keep the line. Server frames are not
 * masked (RFC 6455, 5.1); whatever comes before "101 Switching Protocols" and every plain HTTP answer passes as it is.
 */
interface Piece {
  readonly bytes: Buffer;
  /** The text of a whole text frame; null for anything else. */
  readonly text: string | null;
}

export interface Frames {
  push(chunk: Buffer): Piece[];
}

const TEXT_FRAME = 0x81;

/** Length of the frame at the start of `bytes`, header included, and where its payload begins; undefined while the header is short. */
function measure(bytes: Buffer): { readonly head: number; readonly total: number } | undefined {
  if (bytes.length < 2) return undefined;
  const short = bytes.readUInt8(1) & 0x7f;
  const head = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < head) return undefined;
  const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  return { head, total: head + length };
}

export function createFrames(): Frames {
  let upgraded = false;
  let held: Buffer = Buffer.alloc(0);
  return {
    push(chunk) {
      if (!upgraded) {
        const isUpgrade = chunk.subarray(0, 12).toString('latin1') === 'HTTP/1.1 101';
        const end = isUpgrade ? chunk.indexOf('\r\n\r\n') : -1;
        if (end < 0) return [{ bytes: chunk, text: null }];
        upgraded = true;
        const rest = chunk.subarray(end + 4);
        return [{ bytes: chunk.subarray(0, end + 4), text: null }, ...(rest.length > 0 ? this.push(rest) : [])];
      }
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      const pieces: Piece[] = [];
      for (let size = measure(held); size && held.length >= size.total; size = measure(held)) {
        const bytes = held.subarray(0, size.total);
        const text = bytes.readUInt8(0) === TEXT_FRAME ? bytes.subarray(size.head).toString('utf8') : null;
        pieces.push({ bytes, text });
        held = held.subarray(size.total);
      }
      return pieces;
    },
  };
}

/** Socket.IO's packet types, by what stands at the start of the text: the acknowledgement of a durable command. */
export const isActAck = (text: string): boolean =>
  text.startsWith('43/') && /^43\/\w+,\d+\[\{"ok":true,"value":\{"cid":/.test(text);

/** A broadcast: new entries, or how far a log reaches. */
export const isBroadcast = (text: string): boolean => /^42\/\w+,\["(entries|head|row|view)"/.test(text);
