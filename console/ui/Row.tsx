import { movedAt } from '#console/inbox.ts';
import { learnerName, previewOf } from '#console/words/learner.ts';
import { span, when } from '#console/words/time.ts';
import type { InboxItem } from '#protocol/agents.ts';
import { useWords } from './context.ts';
import { Face } from './Face.tsx';

/** CSS pixels; the list counts on it. */
export const ROW_HEIGHT = 76;
/** A wait this long is shown as too long. */
const LONG_WAIT_MS = 5 * 60_000;

interface Props {
  readonly item: InboxItem;
  readonly me: string;
  readonly now: number;
  readonly href: string;
  readonly open: boolean;
  readonly marked: boolean;
  /** The folder holds nobody else's. */
  readonly ownOnly: boolean;
  readonly typing: boolean;
  /** The reply begun here and not sent. */
  readonly draft: string;
}

export function placeOf(item: InboxItem): string {
  const { course, lesson, page } = item.context;
  const parts = [course?.title ?? course?.id, lesson?.title ?? lesson?.id].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(' · ') : (page?.title ?? '');
}

export function Row({ item, me, now, href, open, marked, ownOnly, typing, draft }: Props) {
  const words = useWords();
  const unread = item.unread > 0;
  const waited = item.status === 'waiting' && item.waitingSince !== null ? now - item.waitingSince : null;
  return (
    <a class={marked ? 'row row-marked' : 'row'} href={href} aria-current={open ? 'true' : undefined}>
      <Face item={item} me={me} ownOnly={ownOnly} />
      <span class="row-line">
        <span class="row-name">
          <bdi>{learnerName(item, words)}</bdi>
        </span>
        {waited === null ? (
          <span class="row-time">{when(words, movedAt(item), now)}</span>
        ) : (
          <span class={waited >= LONG_WAIT_MS ? 'row-wait row-wait-long' : 'row-wait'}>
            <span class="unseen">{words.status.waiting} </span>
            {span(words, waited)}
          </span>
        )}
      </span>
      <span class="row-line">
        {/* A class of its own: Chrome forgets what a changed row does to its children when the row is moved at once. */}
        <span class={unread ? 'row-text row-unread' : 'row-text'} lang={item.lang}>
          {typing ? (
            <em>{words.thread.typing(learnerName(item, words))}</em>
          ) : draft.trim() !== '' && !unread ? (
            <>
              <b class="row-draft">{words.rows.says(words.rows.draft, '')}</b>
              {draft}
            </>
          ) : (
            previewOf(item, words)
          )}
        </span>
        {unread && (
          <span class="count" role="img" aria-label={words.unread(item.unread)}>
            {item.unread > 99 ? '99+' : item.unread}
          </span>
        )}
      </span>
      <span class="row-line row-place">
        {(item.severity === 'urgent' || item.severity === 'high') && (
          <b class={`tag tag-${item.severity}`}>{words.severity[item.severity]}</b>
        )}
        {item.request && <b class="tag tag-request">{words.contactLeft}</b>}
        <span class="row-where">{placeOf(item) || words.kind[item.kind]}</span>
        {item.stars !== null && <span class="row-stars">★ {item.stars}</span>}
        <span class="row-lang">{item.lang.split('-')[0]}</span>
      </span>
    </a>
  );
}
