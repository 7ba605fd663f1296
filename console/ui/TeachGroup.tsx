import { useState } from 'preact/hooks';
import type { Reply } from '#console/api.ts';
import { threadHash } from '#console/routes.ts';
import { type IntentCard, type MissedGroup, type MissedQuestion, type NewIntent, teaching } from '#console/teaching.ts';
import { placeNames } from '#console/words/place.ts';
import { refusalWords } from '#console/words/refusal.ts';
import { dateTime } from '#console/words/time.ts';
import { useWords } from './context.ts';
import { IntentPicker } from './IntentPicker.tsx';
import { NewIntentForm } from './NewIntentForm.tsx';

const FEW = 4;
/** In one request; the rest of a larger group stays for the next click. */
const MAX_SENT = 1_500;

function Question(props: {
  readonly question: MissedQuestion;
  /** The only one of its group: the heading has its words already. */
  readonly alone: boolean;
  readonly included: boolean;
  readonly onInclude: (on: boolean) => void;
}) {
  const words = useWords();
  const say = words.teach;
  const { text, at, reason, reply, conversation } = props.question;
  const about = [dateTime(words, at), say.reason[reason], ...placeNames(props.question)]
    .filter((part) => part !== null)
    .join(' · ');
  return (
    <li>
      {!props.alone && (
        <input
          type="checkbox"
          checked={props.included}
          aria-label={say.include(text)}
          onChange={(event) => props.onInclude(event.currentTarget.checked)}
        />
      )}
      <div>
        {!props.alone && (
          <p class="teach-text">
            <bdi>{text}</bdi>
          </p>
        )}
        {reply !== null && (
          <p class="teach-reply">
            <b>{say.agentSaid}</b> <bdi>{reply}</bdi>
          </p>
        )}
        <p class="hint">
          {about} · <a href={threadHash('all', conversation)}>{say.openChat}</a>
        </p>
      </div>
    </li>
  );
}

/** Questions that ask the same; what is done is done to those that are ticked. */
export function TeachGroup(props: {
  readonly group: MissedGroup;
  readonly intents: readonly IntentCard[];
  readonly onChange: () => Promise<void>;
}) {
  const { group, intents } = props;
  const words = useWords();
  const say = words.teach;
  const [all, setAll] = useState(false);
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const [open, setOpen] = useState<'pick' | 'create' | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const from = group.ids.filter((id) => !left.has(id)).slice(-MAX_SENT);
  const newestFirst = [...group.questions].reverse();
  const questions = all ? newestFirst : newestFirst.slice(0, FEW);
  const usable = intents.filter(({ titles }) => titles[group.tongue] !== undefined);
  const titleOf = (id: string) => usable.find((intent) => intent.id === id)?.titles[group.tongue];
  const include = (id: number, on: boolean) =>
    setLeft((held) => new Set(on ? [...held].filter((other) => other !== id) : [...held, id]));

  const act = async (call: Promise<Reply<unknown>>) => {
    if (busy) return;
    setBusy(true);
    const reply = await call;
    setFault(reply.ok ? '' : refusalWords(words, reply.refusal));
    if (reply.ok) await props.onChange();
    setBusy(false);
  };
  const addTo = (intent: string) => act(teaching.propose({ tongue: group.tongue, intent, from }));
  const create = (intent: string, fields: NewIntent) =>
    teaching.propose({ tongue: group.tongue, intent, from, create: fields });

  return (
    <li class="card" aria-busy={busy}>
      <header>
        <h2>
          <bdi>{newestFirst[0]?.text ?? ''}</bdi>
        </h2>
        <span class="tag">{say.times(group.ids.length)}</span>
      </header>
      <ul class="teach-questions">
        {questions.map((question) => (
          <Question
            key={question.id}
            question={question}
            alone={group.ids.length === 1}
            included={!left.has(question.id)}
            onInclude={(on) => include(question.id, on)}
          />
        ))}
      </ul>
      {group.questions.length > questions.length && (
        <button type="button" class="link" onClick={() => setAll(true)}>
          {say.showAll(group.questions.length)}
        </button>
      )}
      <div class="teach-acts">
        <span class="hint">{say.addTo}</span>
        {group.nearest.map(({ intent }) => {
          const title = titleOf(intent);
          return title === undefined ? null : (
            <button
              key={intent}
              type="button"
              class="small"
              title={intent}
              disabled={from.length === 0}
              onClick={() => addTo(intent)}
            >
              {title}
            </button>
          );
        })}
        <button type="button" class="small" disabled={from.length === 0} onClick={() => setOpen('pick')}>
          {say.other}
        </button>
        <button type="button" class="small" disabled={from.length === 0} onClick={() => setOpen('create')}>
          {say.create}
        </button>
        <button type="button" class="plain small" disabled={from.length === 0} onClick={() => act(teaching.dismiss(from))}>
          {say.dismiss}
        </button>
      </div>
      <p class="fault" role="alert">
        {fault}
      </p>
      {open === 'pick' && (
        <IntentPicker
          tongue={group.tongue}
          intents={usable}
          onPick={(intent) => {
            setOpen(null);
            void addTo(intent);
          }}
          onClose={() => setOpen(null)}
        />
      )}
      {open === 'create' && (
        <NewIntentForm
          reply={newestFirst.find(({ reply }) => reply !== null)?.reply ?? ''}
          send={create}
          onDone={() => {
            setOpen(null);
            void props.onChange();
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </li>
  );
}
