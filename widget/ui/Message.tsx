import type { Line } from '#widget/thread.ts';
import { clock, useFace } from './face.ts';
import { Icon } from './Icon.tsx';
import { Markup } from './Markup.tsx';

type Of<K extends Line['kind']> = Extract<Line, { kind: K }>;

function Helped({ seq, helped }: { readonly seq: number; readonly helped: boolean | null }) {
  const { chat, words } = useFace();
  if (helped !== null) return <p class="helped">{helped ? words.helpedYes : words.helpedNo}</p>;
  const say = (value: boolean) => () => void chat.do({ type: 'helped', seq, helped: value });
  return (
    <p class="helped">
      <span id={`helped-${seq}`}>{words.helpedAsk}</span>
      <button type="button" aria-describedby={`helped-${seq}`} onClick={say(true)}>
        {words.yes}
      </button>
      <button type="button" aria-describedby={`helped-${seq}`} onClick={say(false)}>
        {words.no}
      </button>
    </p>
  );
}

interface MessageProps {
  readonly line: Of<'message'>;
  /** Sent or read; told under the learner's last own message only. */
  readonly state: string | null;
  /** Whether "did this help?" may still be asked. */
  readonly ask: boolean;
}

/** One bubble. */
export function Message({ line, state, ask }: MessageProps) {
  const { words } = useFace();
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
      {entry.canHelp && (ask || helped !== null) && <Helped seq={entry.seq} helped={helped} />}
    </li>
  );
}

/** A message that has not arrived: on its way, waiting, or failed with what to do about it. */
export function Outgoing({ line }: { readonly line: Of<'outgoing'> }) {
  const { chat, words, edit } = useFace();
  const { item, text } = line;
  const failed = item.state === 'failed';
  const seconds = item.retryAt ? Math.max(1, Math.ceil((item.retryAt - Date.now()) / 1_000)) : 0;
  const why = item.refusal && (failed || item.retryAt) ? words.why[item.refusal.code] : '';
  const { cid } = item;
  return (
    <li class={`message learner first last ${failed ? 'failed' : 'going'}`}>
      <span class="hush">{words.you}:</span>
      <div class="bubble" dir="auto">
        <Markup text={text} />
      </div>
      {!failed && (
        <p class="when">{item.state === 'acked' ? words.sent : seconds ? `${why} ${words.retryIn(seconds)}` : words.sending}</p>
      )}
      {failed && (
        <p class="when">
          <strong>{words.notSent}</strong> {why}
          <button type="button" onClick={() => void chat.retry(cid)}>
            {words.retry}
          </button>
          {item.command.type === 'say' && (
            <button type="button" onClick={() => void chat.discard(cid).then(() => edit(text))}>
              {words.edit}
            </button>
          )}
          <button type="button" onClick={() => void chat.discard(cid)}>
            {words.discard}
          </button>
        </p>
      )}
    </li>
  );
}

export function Note({ line }: { readonly line: Of<'note'> }) {
  const { words } = useFace();
  const { entry } = line;
  const say = (): string => {
    switch (entry.type) {
      case 'waiting':
        return words.stillWaiting;
      case 'wait-cancelled':
        return words.waitCancelled;
      case 'joined':
        return words.joined(entry.name);
      case 'left':
        return entry.to === 'bot'
          ? words.leftToBot(entry.name)
          : entry.to === 'queue'
            ? words.leftToQueue
            : words.leftToAgent(entry.name);
      case 'contact-left':
        return words.contactLeft(entry.email);
      case 'ended':
        return words.ended[entry.by];
      case 'reopened':
        return words.reopened;
    }
  };
  return (
    <li class="note">
      <span>{say()}</span> <time dateTime={new Date(entry.at).toISOString()}>{clock(entry.at, words.lang)}</time>
    </li>
  );
}
