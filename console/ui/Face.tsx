import type { InboxItem } from '#protocol/agents.ts';
import { Icon } from './Icon.tsx';

/** Two letters of a Latin name, the last two signs of a Chinese one. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const [first = '', ...rest] = words;
  if (/\p{Script=Han}/u.test(first)) return [...first].slice(-2).join('');
  return ([...first][0] ?? '?').toUpperCase() + ([...(rest.at(-1) ?? '')][0] ?? '').toUpperCase();
}

/** A learner's, where the row is about them; who has no name goes by the beginning of the id, as the row does. */
export const learnerInitials = (learner: string) =>
  learner.startsWith('#') ? learner.slice(1, 3).toUpperCase() : initials(learner);

interface Props {
  readonly item: InboxItem;
  readonly me: string;
  /** Among rows that are all one's own one's own initials tell nothing apart: the learner's stand there. */
  readonly ownOnly: boolean;
}

/** Who has the conversation, at a glance: a raised hand, the bot, a person's initials, or done. */
export function Face({ item, me, ownOnly }: Props) {
  if (item.status === 'waiting') {
    return (
      <span class="face face-waiting">
        <Icon name="hand" />
      </span>
    );
  }
  if (item.status === 'with-bot') {
    return (
      <span class="face face-bot">
        <Icon name="bot" />
      </span>
    );
  }
  if (item.status === 'closed') {
    return (
      <span class="face face-closed">
        <Icon name="check" />
      </span>
    );
  }
  const mine = item.agent?.id === me;
  if (mine && ownOnly) {
    // The name stands beside it.
    return (
      <span class="face face-learner" aria-hidden="true">
        {learnerInitials(item.learner)}
      </span>
    );
  }
  return <span class={mine ? 'face face-mine' : 'face face-other'}>{initials(item.agent?.name ?? '')}</span>;
}
