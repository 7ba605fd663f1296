import { noteText } from '#widget/note-text.ts';
import type { Line } from '#widget/thread.ts';
import { clock, useFace } from './face.ts';

/** What happened around the messages: somebody came, left, the chat ended. */
export function Note({ line }: { readonly line: Extract<Line, { kind: 'note' }> }) {
  const { words } = useFace();
  const { entry } = line;
  return (
    <li class="note">
      <span>{noteText(entry, words)}</span>{' '}
      <time dateTime={new Date(entry.at).toISOString()}>{clock(entry.at, words.lang)}</time>
    </li>
  );
}
