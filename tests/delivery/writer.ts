/** Writes to a store as fast as it acknowledges and says each acknowledgement on stdout, until it is killed. */
import { randomBytes } from 'node:crypto';
import { fold } from '#domain/conversation.ts';
import { commandKey, conversationId, learnerId, siteId } from '#domain/ids.ts';
import { instant } from '#domain/time.ts';
import { openSqliteStore } from '#store/sqlite.ts';

const path = process.argv[2];
if (path === undefined) throw new Error('usage: writer.ts <database>');
const ids = { hex: (bytes: number) => randomBytes(bytes).toString('hex') };
const store = await openSqliteStore({ path, ids });
const WRITERS = 16;

async function write(): Promise<never> {
  const learner = learnerId(ids.hex(16));
  const site = siteId('school');
  const at = instant(Date.now());
  await store.learners.create(
    { id: learner, site, name: null, email: null, lang: 'en', device: '', firstSeenAt: at },
    ids.hex(32),
  );
  const { id } = await store.conversations.current(learner, false, conversationId(ids.hex(16)), at);
  const began = { type: 'started', learner, site, channel: 'widget', lang: 'en', place: {} } as const;
  let state = fold(undefined, [began], 0, at);
  for (let seq = 0; ; ) {
    const events = seq === 0 ? [began] : [{ type: 'learner-said', text: `message ${seq}`, lang: 'en', place: {} } as const];
    state = fold(seq === 0 ? undefined : state, events, seq, at);
    if (!state) throw new Error('no state');
    const key = commandKey(ids.hex(16));
    const done = await store.conversations.append(id, seq, events, key, at, state);
    if (done.outcome !== 'stored') throw new Error(done.outcome);
    seq = done.last;
    // Pipes are written to at once: what the parent reads was acknowledged before the kill.
    process.stdout.write(`${id} ${seq} ${key}\n`);
  }
}
await Promise.all(Array.from({ length: WRITERS }, write));
