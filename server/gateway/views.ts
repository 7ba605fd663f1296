/** Views as they stand now: what present*.ts shapes, this reads. */
import type { Conversation } from '#domain/conversation.ts';
import { type AgentId, type ConversationId, conversationId } from '#domain/ids.ts';
import type { AgentView } from '#protocol/agents.ts';
import type { ConversationView } from '#protocol/shapes.ts';
import type { Gateway } from './ports.ts';
import { learnerView } from './present.ts';
import { agentView } from './present-agent.ts';
import type { Roster } from './roster.ts';

export interface Views {
  learner(id: ConversationId, seq: number, state: Conversation | undefined): Promise<ConversationView>;
  /** Undefined while nothing was said, and where there is no such conversation. */
  agent(id: string, agent: AgentId, looking: readonly string[]): Promise<AgentView | undefined>;
}

/** Other conversations of a learner that agents are shown. */
const EARLIER = 10;

export function createViews({ desk, store }: Gateway, roster: Roster): Views {
  return {
    async learner(id, seq, state) {
      const queue = state?.phase.status === 'waiting' ? await desk.queuePlace(id) : undefined;
      // Learners see the mark of the person who last had the conversation; another agent's glance is nobody's reading.
      const readByAgent = state?.lastAgent ? ((await desk.row(id, state.lastAgent))?.readByAgent ?? 0) : 0;
      return learnerView(id, seq, state, { queue, readByAgent }, roster.nameOf);
    },
    async agent(id, agent, looking) {
      const row = await desk.row(conversationId(id), agent);
      if (!row) return undefined;
      const learner = await store.learners.get(row.state.learner);
      if (!learner) return undefined;
      const earlier = await store.conversations.ofLearner(learner.id, EARLIER + 1);
      return agentView(row, learner, earlier, looking, roster.nameOf);
    },
  };
}
