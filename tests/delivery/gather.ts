/** What every member holds at the end: what stands on the screens, and the answer to a sync from 0. */
import type { AgentEntry } from '#protocol/agents.ts';
import type { Entry } from '#protocol/shapes.ts';
import type { Agent } from './agent.ts';
import { bodyOf, type FinalList } from './history.ts';
import { isSettled, type Learner } from './learner.ts';

/** Agents look at this many threads on the screen; at all others by sync alone. */
const SCREENS = 30;
/** The last kill may be followed by the longest wait for a new dial, 30 s. */
const PATIENCE_MS = 40_000;

const shown = (entries: readonly (Entry | AgentEntry)[]) => entries.map((entry) => ({ seq: entry.seq, body: bodyOf(entry) }));

interface Answered {
  readonly ok: boolean;
  readonly value?: { readonly epoch: string; readonly entries: readonly (Entry | AgentEntry)[]; readonly more: boolean };
}

/** Reads page after page; a lost answer is asked for again. */
async function fromZero(what: string, ask: (since: number) => Promise<unknown>) {
  const all: (Entry | AgentEntry)[] = [];
  let epoch = '';
  const until = performance.now() + PATIENCE_MS;
  for (let more = true; more; ) {
    const answer = (await ask(all.at(-1)?.seq ?? 0)) as Answered | null | undefined;
    if (!answer?.ok || !answer.value) {
      if (performance.now() > until) throw new Error(`${what}: no answer to sync (${JSON.stringify(answer)})`);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      continue;
    }
    epoch = answer.value.epoch;
    all.push(...answer.value.entries);
    // A page that brings nothing forward would be asked for for ever.
    more = answer.value.more && answer.value.entries.length > 0;
    if (all.length > 1_000_000) throw new Error(`${what}: sync does not end`);
  }
  return { epoch, shown: shown(all) };
}

async function ofLearner(learner: Learner): Promise<FinalList[]> {
  const { conversation, entries, epoch } = learner.session();
  const base = { client: learner.name, audience: 'learner' } as const;
  const sending = (await learner.outbox()).length + (isSettled(learner) ? 0 : 1);
  const lists: FinalList[] = [];
  if (conversation)
    lists.push({
      ...base,
      source: 'screen',
      conversation: conversation.id,
      epoch: epoch ?? '',
      shown: shown(entries),
      sending,
    });
  for (const id of learner.conversations()) {
    const got = await fromZero(`${learner.name} ${id}`, (since) =>
      learner.connection().ask('sync', { conversation: id, since }),
    );
    lists.push({ ...base, source: 'sync', conversation: id, ...got, sending: 0 });
  }
  return lists;
}

async function ofAgent(agent: Agent, restMs: number): Promise<FinalList[]> {
  const base = { client: agent.name, audience: 'agent' } as const;
  const lists: FinalList[] = [];
  const screens = new Set([...agent.conversations].slice(-SCREENS));
  for (const id of agent.conversations) {
    const got = await fromZero(`${agent.name} ${id}`, (since) => agent.line().call('sync', { conversation: id, since }));
    lists.push({ ...base, source: 'sync', conversation: id, ...got, sending: 0 });
    if (!screens.has(id)) continue;
    const thread = await agent.read(id, got.shown.at(-1)?.seq ?? 0, restMs);
    const epoch = agent.client.state().epoch ?? '';
    lists.push({ ...base, source: 'screen', conversation: id, epoch, shown: shown(thread.entries), sending: agent.unsent() });
  }
  return lists;
}

export async function gatherLists(
  learners: readonly Learner[],
  agents: readonly Agent[],
  restMs: number,
): Promise<FinalList[]> {
  const all = await Promise.all([...learners.map(ofLearner), ...agents.map((agent) => ofAgent(agent, restMs))]);
  return all.flat();
}
