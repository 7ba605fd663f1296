/** Whether a colleague is there and takes chats, as everywhere colleagues are listed. */
import type { AgentCard } from '#protocol/agents.ts';
import { useWords } from './context.ts';

type There = Pick<AgentCard, 'online' | 'available'>;

/** 0 takes chats, 1 is away, 2 is not there. */
export const rankOf = ({ online, available }: There): 0 | 1 | 2 => (online ? (available ? 0 : 1) : 2);

export function Presence({ agent }: { readonly agent: There }) {
  const { online, away, offline } = useWords().transfer;
  const rank = rankOf(agent);
  return <span class={`presence presence-${rank}`}>{[online, away, offline][rank]}</span>;
}
