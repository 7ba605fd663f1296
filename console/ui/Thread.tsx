/** The middle pane: one conversation, what can be done with it, and the field to write in. */
import { useEffect, useState } from 'preact/hooks';
import { go, hashOf } from '#console/routes.ts';
import { LEARNER_TYPES, learnerName, namesOf } from '#console/words/learner.ts';
import { refusalWords } from '#console/words/refusal.ts';
import type { AgentCommand, InboxFolder } from '#protocol/agents.ts';
import { CloseDialog } from './CloseDialog.tsx';
import { Composer } from './Composer.tsx';
import { useAction, useDesk, useSession, useWords } from './context.ts';
import { Icon, type IconName } from './Icon.tsx';
import { Log } from './Log.tsx';
import { placeOf } from './Row.tsx';
import { Transfer } from './Transfer.tsx';

interface Button {
  readonly icon: IconName;
  readonly text: string;
  readonly run: () => void;
  readonly waits?: AgentCommand['type'];
}

export function Thread({ id, folder }: { readonly id: string; readonly folder: InboxFolder }) {
  const words = useWords();
  const { client } = useDesk();
  const thread = useSession((state) => state.threads.get(id));
  const denied = useSession((state) => state.denied.get(id));
  const me = useSession((state) => state.me);
  const outbox = useSession((state) => state.outbox);
  const typing = useSession((state) => state.typing.get(id));
  const agents = useSession((state) => state.agents);
  const [dialog, setDialog] = useState<'transfer' | 'close' | null>(null);

  useEffect(() => {
    client.open(id);
    return () => client.open(null);
  }, [client, id]);
  useEffect(() => setDialog(null), [id]);

  const item = thread?.view.item;
  const mine = item?.status === 'with-agent' && item.agent?.id === me.id;
  const act = (command: AgentCommand) => client.act(id, command);
  const canTake = item !== undefined && (item.status === 'with-bot' || item.status === 'waiting');
  useAction('take', () => canTake && act({ type: 'take' }));
  useAction('transfer', () => mine && setDialog('transfer'));
  useAction('close', () => mine && setDialog('close'));

  if (!thread || !item) {
    return (
      <section class="pane pane-thread pane-empty">
        <p>{denied ? `${words.thread.gone} ${refusalWords(words, denied)}` : words.loading}</p>
        {denied && <a href={hashOf({ page: 'inbox', folder, conversation: null, details: false })}>{words.back}</a>}
      </section>
    );
  }

  const waiting = new Set(outbox.filter((held) => held.conversation === id).map((held) => held.command.type));
  const own: readonly Button[] = [
    { icon: 'transfer', text: words.act.transfer, run: () => setDialog('transfer'), waits: 'transfer' },
    { icon: 'bot', text: words.act.toBot, run: () => act({ type: 'return-to-bot' }), waits: 'return-to-bot' },
    { icon: 'queue', text: words.act.toQueue, run: () => act({ type: 'return-to-queue' }), waits: 'return-to-queue' },
    { icon: 'check', text: words.act.close, run: () => setDialog('close'), waits: 'close' },
  ];
  const reopen: Button = { icon: 'reopen', text: words.act.reopen, run: () => act({ type: 'reopen' }), waits: 'reopen' };
  const buttons = mine ? own : item.status === 'closed' ? [reopen] : [];
  const looking = namesOf(
    thread.view.looking.filter((agent) => agent !== me.id),
    agents,
  );
  const writing = (typing ?? []).flatMap((who) => (who === LEARNER_TYPES ? learnerName(item, words) : namesOf([who], agents)));
  const state = mine
    ? words.withYou
    : item.agent && item.status === 'with-agent'
      ? words.withAgent(item.agent.name)
      : words.status[item.status];

  return (
    <section class="pane pane-thread">
      <header class="thread-head">
        <a
          class="square plain phone-only"
          href={hashOf({ page: 'inbox', folder, conversation: null, details: false })}
          aria-label={words.back}
        >
          <Icon name="back" />
        </a>
        <div class="thread-title">
          <h1>
            <bdi>{learnerName(item, words)}</bdi> <span class={`state state-${mine ? 'mine' : item.status}`}>{state}</span>
          </h1>
          <p>
            <span>{placeOf(item)}</span>
            {looking.length > 0 && (
              <span class="looking">
                <Icon name="eye" size={14} /> {words.thread.looking(looking.join(', '))}
              </span>
            )}
          </p>
        </div>
        {canTake && (
          <button type="button" class="small primary" disabled={waiting.has('take')} onClick={() => act({ type: 'take' })}>
            <Icon name="hand" size={16} /> {words.act.take}
          </button>
        )}
        <a
          class="square plain details-toggle"
          href={hashOf({ page: 'inbox', folder, conversation: id, details: true })}
          aria-label={words.thread.details}
        >
          <Icon name="info" />
        </a>
      </header>
      {buttons.length > 0 && (
        <div class="thread-acts" role="toolbar" aria-label={words.act.more}>
          {buttons.map((button) => (
            <button
              key={button.text}
              type="button"
              class="small plain"
              disabled={button.waits !== undefined && waiting.has(button.waits)}
              onClick={button.run}
            >
              <Icon name={button.icon} size={16} /> {button.text}
            </button>
          ))}
        </div>
      )}
      <Log key={id} id={id} thread={thread} />
      <p class="typing" aria-live="polite">
        {writing.length > 0 ? words.thread.typing(writing.join(', ')) : ''}
      </p>
      <Composer key={`composer-${id}`} id={id} item={item} mine={mine} />
      {dialog === 'transfer' && <Transfer id={id} onClose={() => setDialog(null)} />}
      {dialog === 'close' && (
        <CloseDialog
          onClose={() => setDialog(null)}
          onChoose={(resolved) => {
            setDialog(null);
            act({ type: 'close', resolved });
            go({ page: 'inbox', folder, conversation: null, details: false });
          }}
        />
      )}
    </section>
  );
}
