/** How a learner without a name is called: the server sends "#" and the beginning of the id, the language supplies the noun. */
import type { AgentCard, InboxItem } from '#protocol/agents.ts';
import type { Words } from './en.ts';

export const learnerName = ({ learner }: Pick<InboxItem, 'learner'>, words: Words): string =>
  learner.startsWith('#') ? `${words.learner} ${learner.slice(1)}` : learner;

/** The newest words and whose they are. Of agents the row names only who has the chat now, who need not be who wrote them. */
export function previewOf({ lastFrom, lastText }: Pick<InboxItem, 'lastFrom' | 'lastText'>, words: Words): string {
  if (lastFrom === 'learner') return lastText;
  return words.rows.says(lastFrom === 'bot' ? words.bot : words.role.agent, lastText);
}

/** Who types, as the server tells it: agents by their ids, the learner by this word. */
export const LEARNER_TYPES = 'learner';

/** Those agents by name. Ids say who is who: two may be called the same. */
export const namesOf = (ids: readonly string[], agents: readonly AgentCard[]): readonly string[] =>
  ids.flatMap((id) => agents.find((agent) => agent.id === id)?.name ?? []);
