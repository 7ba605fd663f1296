import type { FileRef } from '#protocol/shapes.ts';
import type { Line } from '#widget/thread.ts';
import { Fate } from './Fate.tsx';
import { clock, useFace } from './face.ts';
import { Helped } from './Helped.tsx';
import { Icon } from './Icon.tsx';
import { Markup } from './Markup.tsx';
import { tongueOf } from './tongue.ts';

type Of<K extends Line['kind']> = Extract<Line, { kind: K }>;

/** Files of a message, by a file of their own; until it is here, nothing. */
function Sent({ files }: { readonly files: readonly FileRef[] }) {
  const file = useFace().late('files');
  return file ? <file.Sent files={files} /> : null;
}

/**
 * One bubble. `state`: sent or read, told under the learner's last own message only. `ask`: whether "did this help?" may still be asked.
 */
export function message(line: Of<'message'>, state: string | null, ask: boolean) {
  const { words } = useFace();
  const { entry, first, last, helped } = line;
  const { author } = entry;
  const name = author.role === 'agent' ? author.name : author.role === 'bot' ? words.bot : words.you;
  return (
    <li key={line.key} class={`message ${author.role}${first ? ' first' : ''}${last ? ' last' : ''}`}>
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
      {entry.text && (
        <div class="bubble" dir="auto" lang={tongueOf(entry.text, author.role === 'bot', words.lang)}>
          <Markup text={entry.text} />
        </div>
      )}
      {entry.files && <Sent files={entry.files} />}
      {(last || state) && (
        <p class="when">
          <time dateTime={new Date(entry.at).toISOString()}>{clock(entry.at, words.lang)}</time>
          {state && <span> · {state}</span>}
        </p>
      )}
      {entry.canHelp && (ask || helped !== null) && <Helped seq={entry.seq} helped={helped} />}
    </li>
  );
}

/** A message that has not arrived, and what became of it. */
export function outgoing({ key, item, text }: Of<'outgoing'>) {
  const { chat, words } = useFace();
  const going = chat.session().link === 'offline' ? words.noLineYet : words.sending;
  const plain = item.state === 'acked' || (item.state === 'waiting' && !item.retryAt);
  return (
    <li key={key} class={`message learner first last ${item.state === 'failed' ? 'failed' : 'going'}`}>
      <span class="hush">{words.you}:</span>
      {text && (
        <div class="bubble" dir="auto" lang={tongueOf(text, false, words.lang)}>
          <Markup text={text} />
        </div>
      )}
      {item.files && <Sent files={item.files} />}
      {plain ? <p class="when">{item.state === 'acked' ? words.sent : going}</p> : <Fate item={item} text={text} />}
    </li>
  );
}
