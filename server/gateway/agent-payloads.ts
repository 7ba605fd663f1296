/** What agents may send, event by event. */
import type { AgentCommand, AgentSignal, InboxRequest } from '#protocol/agents.ts';
import type { ActRequest } from '#protocol/events.ts';
import { MAX_MESSAGE_CHARS } from '#protocol/limits.ts';
import { byType, flag, line, matching, object, oneOf, prose, type Reader, whole } from './parse.ts';
import { cid, conversation, MAX_SEQ, spoken } from './payloads.ts';

const agentIdReader = matching(/^[0-9a-f]{32}$/, 'an agent id');
export const hello = object({ v: whole(0, 1_000_000) });
export const inboxRequest: Reader<InboxRequest> = object(
  { folder: oneOf(['waiting', 'mine', 'all', 'closed']), search: line(200, { empty: true }) },
  { cursor: line(300) },
);
export const watchRequest = object({ conversation });

const text = prose(MAX_MESSAGE_CHARS);
const agentCommand: Reader<AgentCommand> = byType({
  take: object({}),
  reply: spoken,
  note: object({ text }),
  transfer: object({ to: agentIdReader }),
  'return-to-bot': object({}),
  'return-to-queue': object({}),
  close: object({ resolved: flag }),
  reopen: object({}),
});
export const agentAct: Reader<ActRequest<AgentCommand>> = object({ conversation, cid, command: agentCommand });

const agentSignal: Reader<AgentSignal> = byType({
  typing: object({ on: flag }),
  read: object({ seq: whole(0, MAX_SEQ) }),
});
export const agentSignalRequest = object({ conversation, signal: agentSignal });
export const availableRequest = object({ available: flag });
