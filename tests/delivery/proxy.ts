/** A TCP proxy that breaks lines on purpose, between clients and one server on loopback. */

import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';
import { createFrames, isActAck, isBroadcast } from './frames.ts';
import { type Pipe, pump } from './pump.ts';

export type Fault =
  /** Both ends are told that the line is over (FIN). */
  | { readonly kind: 'cut' }
  /** Both ends are thrown out (RST). */
  | { readonly kind: 'reset' }
  /** Nothing passes in either direction for `ms`; then the line breaks. */
  | { readonly kind: 'blackhole'; readonly ms: number }
  /** What goes towards one end vanishes for `ms`, while the other direction works; then the line breaks. */
  | { readonly kind: 'one-way'; readonly toward: 'client' | 'server'; readonly ms: number }
  /** Each piece is this late, for a while. */
  | { readonly kind: 'latency'; readonly ms: number; readonly forMs: number }
  /** Packets of a few bytes, for a while. */
  | { readonly kind: 'slice'; readonly bytes: number; readonly forMs: number }
  /** The next acknowledgement of a command vanishes on its way, and the line breaks: stored, but the client cannot know. */
  | { readonly kind: 'lose-ack' }
  /** Broadcasts vanish for a while; everything else passes. */
  | { readonly kind: 'lose-broadcast'; readonly forMs: number };

export interface FaultProxy {
  readonly port: number;
  /** Open lines. */
  size(): number;
  /** Applies `fault` to each of the open lines that `chosen` picks; answers how many. */
  break(fault: Fault, chosen?: (index: number) => boolean): number;
  /** New lines are refused (RST) while true: the server cannot be reached. */
  refuse(on: boolean): void;
  /** Calls `run` when the next acknowledgement of a command was taken away from a client: its row is on the disk. */
  onNextAck(run: () => void): void;
  /** Heals everything that lasts. Lines that are due to break, break now. */
  heal(): void;
  /** Where new lines go: a restarted server may have another port. */
  aim(port: number): void;
  close(): Promise<void>;
}

interface Line {
  readonly toServer: Pipe;
  readonly toClient: Pipe;
  loseAck: boolean;
  loseBroadcastUntil: number;
  /** A break that is due; `heal` brings it forward. */
  doomed: NodeJS.Timeout | undefined;
  reset(): void;
  cut(): void;
}

/** Names an origin where the client did not: browsers always do, and the server refuses sockets without one. */
function asBrowser(chunk: Buffer): Buffer {
  if (!/^(GET|POST) \/socket\.io/.test(chunk.subarray(0, 20).toString('latin1'))) return chunk;
  const text = chunk.toString('latin1');
  const host = /\r\nHost: ([^\r]+)/i.exec(text)?.[1];
  if (host === undefined || /\r\nOrigin:/i.test(text)) return chunk;
  return Buffer.from(text.replace('\r\n', `\r\nOrigin: http://${host}\r\n`), 'latin1');
}

export async function startProxy(targetPort: number, listenPort = 0): Promise<FaultProxy> {
  const lines = new Set<Line>();
  let target = targetPort;
  let refusing = false;
  let ackWanted: (() => void) | undefined;

  function join(client: Socket): void {
    const server = connect({ port: target, host: '127.0.0.1', noDelay: true });
    const frames = createFrames();
    const line: Line = {
      loseAck: false,
      loseBroadcastUntil: 0,
      doomed: undefined,
      toServer: pump(client, server, asBrowser),
      toClient: pump(server, client, (chunk) => {
        const kept: Buffer[] = [];
        for (const { bytes, text } of frames.push(chunk)) {
          if (text !== null && isActAck(text) && (line.loseAck || ackWanted)) {
            const run = ackWanted;
            ackWanted = undefined;
            line.reset();
            run?.();
            return undefined;
          }
          if (text !== null && line.loseBroadcastUntil > performance.now() && isBroadcast(text)) continue;
          kept.push(bytes);
        }
        return kept.length === 1 ? kept[0] : Buffer.concat(kept);
      }),
      reset() {
        client.resetAndDestroy();
        server.resetAndDestroy();
      },
      cut() {
        client.end();
        server.end();
        client.destroySoon();
        server.destroySoon();
      },
    };
    lines.add(line);
    const gone = () => {
      clearTimeout(line.doomed);
      lines.delete(line);
      line.toServer.release();
      line.toClient.release();
    };
    for (const [mine, other] of [
      [client, server],
      [server, client],
    ] as const) {
      // A broken line is what this proxy is for; there is nothing to report.
      mine.on('error', () => other.resetAndDestroy());
      mine.on('end', () => other.end());
      mine.on('close', () => {
        other.destroy();
        gone();
      });
    }
  }

  const listener = createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
    client.on('error', () => client.destroy());
    if (refusing) client.resetAndDestroy();
    else join(client);
  });
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(listenPort, '127.0.0.1', resolve);
  });

  function apply(line: Line, fault: Fault): void {
    const breakLater = (ms: number) => {
      clearTimeout(line.doomed);
      line.doomed = setTimeout(line.reset, ms);
    };
    const forAWhile = (pipes: readonly Pipe[], ms: number, set: Partial<Pick<Pipe, 'latencyMs' | 'sliceBytes'>>) => {
      for (const pipe of pipes) Object.assign(pipe, set);
      setTimeout(() => {
        for (const pipe of pipes) pipe.calm();
      }, ms).unref();
    };
    switch (fault.kind) {
      case 'cut':
        line.cut();
        return;
      case 'reset':
        line.reset();
        return;
      case 'blackhole':
        line.toClient.stall();
        line.toServer.stall();
        breakLater(fault.ms);
        return;
      case 'one-way':
        (fault.toward === 'client' ? line.toClient : line.toServer).discard();
        breakLater(fault.ms);
        return;
      case 'latency':
        forAWhile([line.toClient, line.toServer], fault.forMs, { latencyMs: fault.ms });
        return;
      case 'slice':
        forAWhile([line.toClient, line.toServer], fault.forMs, { sliceBytes: fault.bytes });
        return;
      case 'lose-ack':
        line.loseAck = true;
        return;
      case 'lose-broadcast':
        line.loseBroadcastUntil = performance.now() + fault.forMs;
        return;
    }
  }

  return {
    port: (listener.address() as AddressInfo).port,
    size: () => lines.size,
    break(fault, chosen = () => true) {
      const hit = [...lines].filter((_, index) => chosen(index));
      for (const line of hit) apply(line, fault);
      return hit.length;
    },
    refuse(on) {
      refusing = on;
    },
    onNextAck(run) {
      ackWanted = run;
    },
    heal() {
      refusing = false;
      ackWanted = undefined;
      for (const line of [...lines]) {
        line.loseAck = false;
        line.loseBroadcastUntil = 0;
        line.toClient.calm();
        line.toServer.calm();
        if (line.doomed) line.reset();
      }
    },
    aim(port) {
      target = port;
    },
    async close() {
      for (const line of [...lines]) line.reset();
      await new Promise<void>((resolve) => listener.close(() => resolve()));
    },
  };
}
