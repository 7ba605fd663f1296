/** The JSON of `npm run bench:server` as README shows it, and the writer between README's markers. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Figures, Step } from './measure.ts';

export interface Result {
  readonly machine: { readonly cpus: number; readonly node: string };
  /** Who send. */
  readonly connections: number;
  /** Who were connected while memory was read. */
  readonly idle: number;
  /** How many different questions, the share of messages nobody had said before, and the share that the bot answered. */
  readonly load: { readonly questions: number; readonly unique: number; readonly answered: number };
  readonly echo: Figures;
  readonly server: Figures;
  /** Ours divided by the echo's. */
  readonly ratio: Readonly<Record<keyof Figures, number>>;
  readonly growth: { readonly perSecond: number; readonly connections: readonly Step[]; readonly stored: readonly Step[] };
  readonly seconds: number;
}

const number = (value: number) => value.toLocaleString('en-US');

export function tableOf({ machine, connections, idle, load, echo, server, ratio, growth }: Result): string {
  const row = (what: string, key: keyof Figures) =>
    `| ${what} | ${number(echo[key])} | ${number(server[key])} | ${ratio[key]} |`;
  const grown = (what: string, { n, p50Ms, p99Ms, rssMb, readyMs }: Step) =>
    `| ${number(n)} ${what} | ${p50Ms} | ${p99Ms} | ${rssMb} | ${readyMs === undefined ? '' : number(readyMs)} |`;
  return [
    `${machine.cpus} cores, Node ${machine.node}, loopback, load in a process of its own, ${number(connections)} connections. The load says ${number(load.questions)} held-out`,
    `questions over and over, ${Math.round(load.unique * 100)}% of the messages in words nobody has used before; the bot answered ${Math.round(load.answered * 1_000) / 10}% of all.`,
    '',
    '| | bare Socket.IO echo | Handraise: understood, answered, on disk | ratio |',
    '|---|---:|---:|---:|',
    row('messages per second', 'messagesPerSecond'),
    row('acknowledged within, half of all (ms, at half that load)', 'p50Ms'),
    row('acknowledged within, 99 of 100 (ms, at half that load)', 'p99Ms'),
    row(`memory per idle connection, at ${number(idle)} (kB)`, 'rssPerConnectionKb'),
    row('new connections per second (ours open a stored conversation)', 'connectsPerSecond'),
    '',
    `| at ${growth.perSecond} messages per second with | p50 ms | p99 ms | memory MB | ready after kill -9, ms |`,
    '|---|---:|---:|---:|---:|',
    ...growth.connections.map((step) => grown('connections', step)),
    ...growth.stored.map((step) => grown('stored messages', step)),
  ].join('\n');
}

/** Replaces what stands between `<!-- name -->` and `<!-- /name -->`; throws when the markers are missing. */
export function writeBetween(file: string, name: string, text: string): void {
  const [from, to] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const whole = readFileSync(file, 'utf8');
  const start = whole.indexOf(from);
  const end = whole.indexOf(to);
  if (start < 0 || end < start) throw new Error(`${file} has no ${from} … ${to}: put both where the table should stand`);
  writeFileSync(file, `${whole.slice(0, start + from.length)}\n${text}\n${whole.slice(end)}`);
}
