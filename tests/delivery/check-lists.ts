/** What every member holds at the end against the database: I1, I3, I6, I9. */
import { byConversation } from './check-log.ts';
import type { Blame, Told } from './checker.ts';
import { bodiesOf, type Dump, type DumpedEvent, type FinalList } from './history.ts';

function checkList(list: FinalList, log: readonly DumpedEvent[], blame: Blame): void {
  const who = `${list.client} (${list.source}) ${list.conversation}`;
  const seen = new Set<number>();
  let last = 0;
  for (const { seq, body } of list.shown) {
    if (seen.has(seq)) blame('I3', 'duplicated', `${who} shows ${seq} twice`);
    else if (seq < last) blame('I3', 'reordered', `${who} shows ${seq} after ${last}`);
    seen.add(seq);
    last = Math.max(last, seq);
    const row = log[seq - 1];
    if (!row) blame('I3', 'unexpected', `${who} shows ${seq}, which is not in the log`);
    else if (!bodiesOf(row, list.audience).includes(body))
      blame('I6', 'unexpected', `${who} shows ${seq} as "${body}"; it is "${row.type}: ${row.text}"`);
  }
  // Agents see `started` as the head of the thread, not as an entry.
  const isEntry = (row: DumpedEvent) => list.audience === 'learner' || row.type !== 'started';
  for (const row of log)
    if (!seen.has(row.seq) && isEntry(row)) blame('I3', 'lost', `${who} does not show ${row.seq} (${row.type})`);
  if (list.sending > 0) blame('I9', 'unexpected', `${who} still shows ${list.sending} as being sent`);
}

export function checkLists({ acked }: Told, dump: Dump, lists: readonly FinalList[], blame: Blame): void {
  const logs = byConversation(dump.events);
  const held = new Set<string>();
  for (const list of lists) {
    held.add(`${list.client} ${list.conversation}`);
    if (list.epoch !== dump.epoch) blame('I3', 'unexpected', `${list.client} holds another database's ${list.conversation}`);
    checkList(list, logs.get(list.conversation) ?? [], blame);
  }
  const missing = new Set<string>();
  for (const { client, conversation } of acked.values())
    if (!held.has(`${client} ${conversation}`)) missing.add(`${client} ${conversation}`);
  for (const who of missing) blame('I1', 'lost', `${who}: acknowledged commands, and no list at the end`);
}
