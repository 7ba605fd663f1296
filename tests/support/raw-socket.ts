/** A client written from protocol/README.md alone: a WebSocket by hand on a TCP socket, Socket.IO's framing by hand on top. */
import { createHash, randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

export interface RawSocket {
  /** Status line of the handshake's answer, e.g. "HTTP/1.1 101 Switching Protocols". */
  readonly status: string;
  /** What the server wrote in answer to the handshake, to its end, when it refused. */
  readonly head: string;
  send(text: string): void;
  /** Any frame: for breaking rules. `final` false begins or continues a fragmented message. */
  frame(opcode: number, payload: Buffer, final?: boolean): void;
  /** The next text message, in order. */
  next(): Promise<string>;
  /** Resolves with the milliseconds since now when the connection has ended. */
  ended(): Promise<number>;
  readonly tcp: Socket;
  close(): void;
}

export async function rawSocket(
  url: string,
  headers: Readonly<Record<string, string>>,
  path = '/socket.io/?EIO=4&transport=websocket',
): Promise<RawSocket> {
  const { hostname, port, host } = new URL(url);
  const tcp = connect(Number(port), hostname);
  tcp.on('error', () => tcp.destroy());
  const key = randomBytes(16).toString('base64');
  const lines = [
    `GET ${path} HTTP/1.1`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${key}`,
  ];
  // Of two Host lines Node would read the first.
  for (const [name, text] of Object.entries({ Host: host, ...headers })) lines.push(`${name}: ${text}`);
  tcp.write(`${lines.join('\r\n')}\r\n\r\n`);

  let buffered = Buffer.alloc(0);
  let head = '';
  const messages: string[] = [];
  let wake = () => {};
  const closed = new Promise<void>((resolve) => tcp.once('close', () => resolve()));

  function read(): void {
    while (buffered.length >= 2) {
      const short = (buffered[1] ?? 0) & 0x7f;
      const start = short === 126 ? 4 : short === 127 ? 10 : 2;
      if (buffered.length < start) return;
      const length = short === 126 ? buffered.readUInt16BE(2) : short === 127 ? Number(buffered.readBigUInt64BE(2)) : short;
      if (buffered.length < start + length) return;
      const opcode = (buffered[0] ?? 0) & 0x0f;
      const payload = buffered.subarray(start, start + length);
      buffered = buffered.subarray(start + length);
      if (opcode === 1) messages.push(payload.toString());
      if (opcode === 9) frame(10, payload);
    }
    wake();
  }
  function frame(opcode: number, payload: Buffer, final = true): void {
    const mask = randomBytes(4);
    const long = payload.length > 65_535 ? 127 : payload.length > 125 ? 126 : payload.length;
    const size = Buffer.alloc(long === 127 ? 8 : long === 126 ? 2 : 0);
    if (long === 127) size.writeBigUInt64BE(BigInt(payload.length));
    else if (long === 126) size.writeUInt16BE(payload.length);
    const masked = Buffer.from(payload.map((byte, i) => byte ^ (mask[i % 4] ?? 0)));
    if (tcp.writable) tcp.write(Buffer.concat([Buffer.from([(final ? 0x80 : 0) | opcode, 0x80 | long]), size, mask, masked]));
  }

  await new Promise<void>((resolve, reject) => {
    const onData = (chunk: Buffer) => {
      buffered = Buffer.concat([buffered, chunk]);
      const end = buffered.indexOf('\r\n\r\n');
      if (end < 0) return;
      head = buffered.subarray(0, end).toString();
      buffered = buffered.subarray(end + 4);
      tcp.off('data', onData);
      tcp.on('data', (more: Buffer) => {
        buffered = Buffer.concat([buffered, more]);
        if (head.startsWith('HTTP/1.1 101')) read();
      });
      resolve();
    };
    tcp.on('data', onData);
    tcp.once('close', () => reject(new Error('closed before an answer')));
  });
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  if (head.startsWith('HTTP/1.1 101') && !head.includes(accept)) throw new Error('the server accepted another key');
  if (head.startsWith('HTTP/1.1 101')) read();

  return {
    status: head.split('\r\n')[0] ?? '',
    head,
    tcp,
    frame,
    send: (text) => frame(1, Buffer.from(text)),
    async next() {
      for (;;) {
        const message = messages.shift();
        if (message !== undefined) return message;
        const gone = await Promise.race([
          new Promise<false>((resolve) => {
            wake = () => resolve(false);
          }),
          closed.then(() => true),
        ]);
        if (gone && messages.length === 0) throw new Error('the connection ended');
      }
    },
    async ended() {
      const from = performance.now();
      await closed;
      return performance.now() - from;
    },
    close: () => tcp.destroy(),
  };
}
