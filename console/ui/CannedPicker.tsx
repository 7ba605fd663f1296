import { useEffect } from 'preact/hooks';
import type { CannedReply } from '#console/api.ts';
import { hashOf } from '#console/routes.ts';
import { useDesk, useWords } from './context.ts';

const MOST = 8;

/**
 * What is looked for, or null while the text is no such question. Chinese input methods make 、 or ／ of the key: no reply begins
 * with those.
 */
export const cannedQuery = (text: string): string | null => /^[/／、]([^\s/／、]*)$/.exec(text)?.[1] ?? null;

/** Shortcuts that begin with the words come first, then titles and texts that hold them. */
export function matching(canned: readonly CannedReply[], query: string): readonly CannedReply[] {
  const wanted = query.toLowerCase();
  const rank = (reply: CannedReply) => {
    if (reply.shortcut.toLowerCase().startsWith(wanted)) return 0;
    if (reply.title.toLowerCase().includes(wanted)) return 1;
    return reply.text.toLowerCase().includes(wanted) ? 2 : 3;
  };
  return canned
    .map((reply) => ({ reply, rank: rank(reply) }))
    .filter((entry) => entry.rank < 3)
    .sort((a, b) => a.rank - b.rank || a.reply.shortcut.localeCompare(b.reply.shortcut))
    .slice(0, MOST)
    .map((entry) => entry.reply);
}

export function CannedPicker(props: {
  readonly found: readonly CannedReply[];
  readonly picked: number;
  readonly onPick: (reply: CannedReply) => void;
}) {
  const words = useWords();
  const { reloadCanned } = useDesk();
  // What others have written since, and what did not come when the page was loaded: the list at hand serves until it is here.
  useEffect(reloadCanned, [reloadCanned]);
  return (
    <div class="canned-picker">
      {props.found.length === 0 && <p class="hint">{words.canned.nothing}</p>}
      <div role="listbox" aria-label={words.canned.title}>
        {props.found.map((reply, index) => (
          <div
            key={reply.id}
            role="option"
            tabIndex={-1}
            aria-selected={index === props.picked}
            onMouseDown={(event) => {
              event.preventDefault();
              props.onPick(reply);
            }}
          >
            <kbd>/{reply.shortcut}</kbd>
            <b>{reply.title}</b>
            <span>{reply.text}</span>
          </div>
        ))}
      </div>
      <a href={hashOf({ page: 'canned' })}>{words.canned.manage}</a>
    </div>
  );
}
