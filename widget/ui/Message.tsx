import type { Line } from '#widget/thread.ts';
import { clock, useFace } from './face.ts';
import { Icon } from './Icon.tsx';
import { Markup } from './Markup.tsx';

type Of<K extends Line['kind']> = Extract<Line, { kind: K }>;

interface MessageProps {
  readonly line: Of<'message'>;
  /** Sent or read; told under the learner's last own message only. */
  readonly state: string | null;
  /** Whether "did this help?" may still be asked. */
  readonly ask: boolean;
}

/** One bubble. */
export function Message({ line, state, ask }: MessageProps) {
  const { words, later } = useFace();
  const { entry, first, last, helped } = line;
  const { author } = entry;
  const name = author.role === 'agent' ? author.name : author.role === 'bot' ? words.bot : words.you;
  return (
    <li class={`message ${author.role}${first ? ' first' : ''}${last ? ' last' : ''}`}>
      {first && author.role !== 'learner' ? (
        <p class="who">
          <span class="mark" aria-hidden="true">
            {author.role === 'agent' ? [...author.name][0] : <Icon name="hand" solid />}
          </span>
          <bdi>{name}</bdi>
        </p>
      ) : (
        <span class="hush">{name}:</span>
      )}
      <div class="bubble" dir="auto">
        <Markup text={entry.text} />
      </div>
      {(last || state) && (
        <p class="when">
          <time dateTime={new Date(entry.at).toISOString()}>{clock(entry.at, words.lang)}</time>
          {state && <span> · {state}</span>}
        </p>
      )}
      {later && entry.canHelp && (ask || helped !== null) && <later.Helped seq={entry.seq} helped={helped} />}
    </li>
  );
}

/** A message that has not arrived; what became of it is told by a later file, once there is more to tell than "on its way". */
export function Outgoing({ line }: { readonly line: Of<'outgoing'> }) {
  const { words, later } = useFace();
  const { item, text } = line;
  const plain = item.state === 'acked' || (item.state === 'waiting' && !item.retryAt);
  return (
    <li class={`message learner first last ${item.state === 'failed' ? 'failed' : 'going'}`}>
      <span class="hush">{words.you}:</span>
      <div class="bubble">
        <Markup text={text} />
      </div>
      {plain ? (
        <p class="when">{item.state === 'acked' ? words.sent : words.sending}</p>
      ) : (
        later && <later.Fate item={item} text={text} />
      )}
    </li>
  );
}
