/** The database against what was sent and acknowledged: I1, I2, I3 (its own numbering), I4, I5, I7, I8. */
import type { Blame, Told } from './checker.ts';
import type { Dump, DumpedEvent } from './history.ts';

/** Commands that always leave a row. Others may change nothing (asking for a person who is on the way) and are still acknowledged. */
const ALWAYS_STORED = new Set(['say', 'reply', 'note', 'rate', 'leave-contact', 'helped']);
/** Rows that hold the words of the command they came from. */
const WORDED: Readonly<Record<string, string>> = { 'learner-said': 'say', 'agent-said': 'reply', noted: 'note' };
type Holder = 'bot' | 'queue' | 'agent' | 'nobody';
/** Who has the conversation after this row. Agents re-open for themselves; learners cannot. */
const HOLDER: Readonly<Record<string, Holder>> = {
  started: 'bot',
  'handoff-requested': 'queue',
  'handoff-cancelled': 'bot',
  taken: 'agent',
  transferred: 'agent',
  'returned-to-bot': 'bot',
  'returned-to-queue': 'queue',
  closed: 'nobody',
  reopened: 'agent',
};

export function byConversation(events: readonly DumpedEvent[]): Map<string, DumpedEvent[]> {
  const logs = new Map<string, DumpedEvent[]>();
  for (const event of events) {
    const log = logs.get(event.conversation);
    if (log) log.push(event);
    else logs.set(event.conversation, [event]);
  }
  return logs;
}

const bySystem = (event: DumpedEvent) =>
  (event.type === 'closed' && event.by === 'system') || (event.type === 'returned-to-queue' && event.by !== 'agent');

export function checkLog({ sent, acked }: Told, dump: Dump, blame: Blame): void {
  /** cid -> the first row of each time it was stored. */
  const stored = new Map<string, DumpedEvent[]>();

  for (const [conversation, log] of byConversation(dump.events)) {
    const newest = new Map<string, number>();
    let holder: Holder = 'bot';
    let group: { cid: string; said: number; asked: boolean; bot: Set<string> } | undefined;
    const endGroup = (at: string) => {
      if (group?.asked && group.bot.size === 0) blame('I7', 'lost', `${at}: the bot never answered ${group.cid}`);
    };
    for (const [index, row] of log.entries()) {
      const at = `${conversation} ${row.seq}`;
      if (row.seq !== index + 1)
        blame('I3', row.seq > index + 1 ? 'lost' : 'duplicated', `row ${index + 1} of the log is ${at}`);
      if (row.leads || row.cid !== group?.cid) {
        if (!row.leads) blame('I7', 'duplicated', `${at} (${row.type}) was not stored together with its command ${row.cid}`);
        endGroup(at);
        group = { cid: row.cid, said: 0, asked: false, bot: new Set() };
        const times = stored.get(row.cid);
        if (times) times.push(row);
        else stored.set(row.cid, [row]);
      }
      const from = sent.get(row.cid);
      if (!from && !bySystem(row)) blame('I5', 'unexpected', `${at} (${row.type}) belongs to no command that was sent`);
      if (from && !from.conversations.has(conversation)) blame('I5', 'unexpected', `${at}: ${row.cid} was sent elsewhere`);
      const worded = WORDED[row.type];
      if (worded !== undefined && from) {
        group.said += 1;
        if (group.said > 1) blame('I2', 'duplicated', `${at}: ${row.cid} is there twice`);
        if (from.command !== worded || from.text !== row.text)
          blame('I5', 'unexpected', `${at} is not what ${from.client} sent`);
        if (from.n < (newest.get(from.client) ?? 0)) blame('I4', 'reordered', `${at}: ${from.client} asked for it earlier`);
        newest.set(from.client, from.n);
        group.asked ||= worded === 'say' && holder === 'bot';
      }
      if (row.type === 'bot-said') {
        if (row.leads) blame('I7', 'duplicated', `${at}: the bot speaks without a command of the learner`);
        if (holder !== 'bot') blame('I7', 'unexpected', `${at}: the bot speaks although it does not have the conversation`);
        if (from?.command === 'say' && group.said === 0) blame('I7', 'unexpected', `${at}: an answer without a question`);
        if (group.bot.has(row.text)) blame('I7', 'duplicated', `${at}: the bot answers ${row.cid} twice`);
        group.bot.add(row.text);
      }
      const next = HOLDER[row.type];
      if (next === 'queue' && holder === 'queue') blame('I7', 'duplicated', `${at}: a second open escalation`);
      holder = next ?? holder;
    }
    endGroup(`${conversation} (end)`);
  }

  for (const [cid, rows] of stored)
    for (const again of rows.slice(1)) blame('I2', 'duplicated', `${again.conversation} ${again.seq}: ${cid} is stored again`);
  for (const [cid, ack] of acked) {
    const row = stored.get(cid)?.[0];
    const command = sent.get(cid)?.command ?? '';
    if (ack.epoch !== dump.epoch) blame('I1', 'lost', `${cid} was acknowledged by another database (${ack.epoch})`);
    if (!row) {
      if (ALWAYS_STORED.has(command))
        blame('I1', 'lost', `${ack.client}: ${command} ${cid}, acknowledged at ${ack.seq}, is not there`);
    } else if (row.seq !== ack.seq || row.conversation !== ack.conversation)
      blame('I6', 'unexpected', `${cid} was acknowledged at ${ack.seq} and stands at ${row.seq}`);
  }
  const rated = new Set<string>();
  for (const conversation of dump.ratings) {
    if (rated.has(conversation)) blame('I8', 'duplicated', `${conversation} has two ratings`);
    rated.add(conversation);
  }
}
