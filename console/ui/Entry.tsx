/** One line of a thread. What the learner sees stands in bubbles; what only the team sees never looks like one. */
import type { ComponentChildren } from 'preact';
import type { OutboxItem } from '#console/outbox.ts';
import type { Words } from '#console/words/en.ts';
import { refusalWords } from '#console/words/refusal.ts';
import { clock, dateTime } from '#console/words/time.ts';
import type { AgentEntry } from '#protocol/agents.ts';
import { useDesk, useSession, useWords } from './context.ts';
import { Files } from './Files.tsx';
import { Icon, type IconName } from './Icon.tsx';
import { Markup } from './Markup.tsx';
import { Trace } from './Trace.tsx';

type Message = Extract<AgentEntry, { type: 'message' }>;
type Quiet = Exclude<AgentEntry, { type: 'message' | 'note' }>;

export function Bubble(props: {
  readonly from: 'learner' | 'bot' | 'agent' | 'note';
  readonly name: string;
  /** False when the line above is by the same author: the name is not said twice. */
  readonly named: boolean;
  readonly lang?: string | undefined;
  readonly end: ComponentChildren;
  readonly children: ComponentChildren;
  readonly pending?: boolean;
}) {
  const words = useWords();
  return (
    <li class={`line line-${props.from}${props.pending ? ' line-pending' : ''}${props.named ? '' : ' line-follows'}`}>
      {props.from === 'note' && (
        <p class="note-head">
          <Icon name="lock" size={15} />
          <b>{words.note}</b> <span>{words.noteHint}</span>
        </p>
      )}
      {props.named && props.from !== 'note' && (
        <p class="line-name">
          {props.from === 'bot' && <Icon name="bot" size={14} />}
          <bdi>{props.name}</bdi>
        </p>
      )}
      <div class="bubble" lang={props.lang}>
        {props.children}
      </div>
      <p class="line-end">
        {props.from === 'note' && <bdi>{props.name} · </bdi>}
        {props.end}
      </p>
    </li>
  );
}

export function MessageEntry(props: {
  readonly entry: Message;
  readonly conversation: string;
  readonly learner: string;
  readonly lang: string;
  readonly base: string | undefined;
  readonly named: boolean;
  readonly seen: boolean;
}) {
  const words = useWords();
  const { entry } = props;
  const { author } = entry;
  const name = author.role === 'learner' ? props.learner : author.role === 'bot' ? words.bot : author.name;
  return (
    <Bubble
      from={author.role}
      name={name}
      named={props.named}
      lang={author.role === 'agent' ? undefined : props.lang}
      end={
        <>
          <time title={dateTime(words, entry.at)}>{clock(words, entry.at)}</time>
          {props.seen && <span class="seen"> · {words.thread.readByLearner}</span>}
        </>
      }
    >
      {entry.text && <Markup text={entry.text} base={props.base} />}
      {entry.files && <Files conversation={props.conversation} files={entry.files} />}
      {entry.quickReplies && entry.quickReplies.length > 0 && (
        <ul class="choices" aria-label={words.entry.choices}>
          {entry.quickReplies.map((reply) => (
            <li key={reply.choice}>{reply.label}</li>
          ))}
        </ul>
      )}
      {entry.trace && <Trace trace={entry.trace} />}
    </Bubble>
  );
}

/** What happened, as one sentence with its icon. */
function happened(words: Words, entry: Quiet): readonly [IconName, string] {
  const say = words.entry;
  switch (entry.type) {
    case 'waiting':
      return ['hand', say.waiting(words.reason[entry.reason])];
    case 'wait-cancelled':
      return ['cross', say.waitCancelled];
    case 'joined':
      return ['person', say.joined(entry.name)];
    case 'left': {
      const from = entry.from ?? say.someone;
      if (entry.to === 'bot') return ['bot', say.leftToBot(from)];
      return entry.to === 'queue' ? ['queue', say.leftToQueue(from)] : ['transfer', say.leftToAgent(from, entry.name ?? '')];
    }
    case 'helped':
      return entry.helped ? ['check', say.helped] : ['cross', say.notHelped];
    case 'contact-left':
      return ['mail', say.contact(entry.name, entry.email)];
    case 'request-filed':
      return ['inbox', say.filed(entry.request)];
    case 'ended':
      return [
        'check',
        `${say.ended(entry.by, entry.name ?? say.someone)} · ${entry.resolved ? say.resolved : say.notResolved}`,
      ];
    case 'reopened':
      return ['reopen', say.reopened(entry.name ?? '')];
    case 'rated':
      return ['star', words.details.stars(entry.rating.stars)];
    case 'rating-skipped':
      return ['star', say.ratingSkipped];
  }
}

export function QuietEntry({ entry }: { readonly entry: Quiet }) {
  const words = useWords();
  const [icon, text] = happened(words, entry);
  return (
    <li class={`quiet quiet-${entry.type}`}>
      <p>
        <Icon name={icon} size={15} />
        <bdi>{text}</bdi> <time title={dateTime(words, entry.at)}>{clock(words, entry.at)}</time>
      </p>
      {entry.type === 'contact-left' && entry.text !== '' && <blockquote>{entry.text}</blockquote>}
      {entry.type === 'request-filed' && Object.keys(entry.slots).length > 0 && (
        <dl>
          {Object.entries(entry.slots).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {entry.type === 'rated' && (
        <>
          {entry.rating.reasons.length > 0 && (
            <p class="quiet-reasons">
              {entry.rating.reasons.map((reason) => words.ratingReasons[reason] ?? reason).join(', ')}
            </p>
          )}
          {entry.rating.comment !== '' && <blockquote>{entry.rating.comment}</blockquote>}
        </>
      )}
    </li>
  );
}

/** A message of ours on its way, or one that the server refused: it stays until it is sent or thrown away. */
export function PendingEntry({ item, base }: { readonly item: OutboxItem; readonly base: string | undefined }) {
  const words = useWords();
  const { client } = useDesk();
  const online = useSession((state) => state.link === 'online');
  const me = useSession((state) => state.me.name);
  if (item.command.type !== 'reply' && item.command.type !== 'note') return null;
  const end =
    item.status === 'failed' ? (
      <span class="failed">
        {words.thread.failed(refusalWords(words, item.refusal ?? 'no-answer'))}{' '}
        <button type="button" class="link" onClick={() => client.retry(item.cid)}>
          {words.tryAgain}
        </button>{' '}
        <button type="button" class="link" onClick={() => client.discard(item.cid)}>
          {words.discard}
        </button>
      </span>
    ) : (
      <span>{item.refusal ? refusalWords(words, item.refusal) : online ? words.thread.sending : words.thread.waitingLine}</span>
    );
  return (
    <Bubble from={item.command.type === 'note' ? 'note' : 'agent'} name={me} named={false} end={end} pending>
      {item.command.text && <Markup text={item.command.text} base={base} />}
      {item.command.type === 'reply' && item.command.files && <p>{words.files.count(item.command.files.length)}</p>}
    </Bubble>
  );
}
