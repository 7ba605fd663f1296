import type { QuickReply } from '#protocol/shapes.ts';
import { useFace } from './face.ts';

/** Answers to pick with one tap: starters, "did you mean", follow-ups. The exact `choice` travels with the words. */
export function QuickReplies({ replies, label }: { readonly replies: readonly QuickReply[]; readonly label?: string }) {
  const { chat } = useFace();
  if (replies.length === 0) return null;
  return (
    <div class="replies">
      {label && <h2>{label}</h2>}
      <ul>
        {replies.map(({ label: text, choice }) => (
          <li key={choice}>
            <button type="button" onClick={() => void chat.say(text, choice)}>
              {text}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
