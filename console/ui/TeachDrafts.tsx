import { useState } from 'preact/hooks';
import type { Reply } from '#console/api.ts';
import {
  type Comparison,
  fileAddress,
  type Heard,
  type Lesson,
  type Moved,
  type Rehearsal,
  teaching,
} from '#console/teaching.ts';
import { refusalWords } from '#console/words/refusal.ts';
import { useWords } from './context.ts';
import { Icon } from './Icon.tsx';

function MovedList(props: {
  readonly title: string;
  readonly tone: string;
  readonly moved: readonly Moved[];
  readonly hint?: string;
}) {
  const say = useWords().teach;
  const heard = ({ verdict, intent }: Heard) =>
    intent === null || verdict === 'unknown' ? say.nothing : verdict === 'sure' ? intent : say.asks(intent);
  if (props.moved.length === 0) return null;
  return (
    <details class={`teach-moved teach-${props.tone}`} open={props.moved.length <= 10}>
      <summary>{props.title}</summary>
      {props.hint && <p class="hint">{props.hint}</p>}
      <ul>
        {props.moved.map(({ text, before, after }) => (
          <li key={text}>
            <bdi>{text}</bdi>{' '}
            <span class="hint">
              {heard(before)} → {heard(after)}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Result({ comparison }: { readonly comparison: Comparison }) {
  const say = useWords().teach;
  const { heldOut, rightBefore, rightAfter, fixes, breaks, stuck, alsoAnswered } = comparison;
  return (
    <div class="teach-result">
      <p>
        <span class="tag">{comparison.tongue}</span>{' '}
        {heldOut === 0 ? say.noHeldOut : say.heldOut(rightAfter, heldOut, rightBefore)}
      </p>
      <MovedList title={say.fixes(fixes.length)} tone="good" moved={fixes} />
      <MovedList title={say.breaks(breaks.length)} tone="bad" moved={breaks} />
      <MovedList title={say.stuck(stuck.length)} tone="bad" moved={stuck} hint={say.stuckHint} />
      <MovedList title={say.also(alsoAnswered.length)} tone="good" moved={alsoAnswered} />
    </div>
  );
}

/** Drafts, their test, and publishing: a test counts for the drafts as they were. */
export function TeachDrafts(props: {
  readonly lesson: Lesson;
  readonly onChange: () => Promise<void>;
  readonly onPublished: (handled: number) => void;
}) {
  const words = useWords();
  const say = words.teach;
  const { drafts, intents } = props.lesson;
  const now = JSON.stringify(drafts);
  const [tested, setTested] = useState<{ readonly of: string; readonly rehearsal: Rehearsal } | null>(null);
  const [busy, setBusy] = useState<'test' | 'publish' | null>(null);
  const [fault, setFault] = useState('');
  const rehearsal = tested?.of === now ? tested.rehearsal : null;
  const breaks = rehearsal?.comparisons.some((one) => one.breaks.length > 0) ?? false;

  async function run<T>(what: 'test' | 'publish', call: () => Promise<Reply<T>>, done: (value: T) => void) {
    if (busy) return;
    setBusy(what);
    setFault('');
    const reply = await call();
    setBusy(null);
    if (reply.ok) done(reply.value);
    else setFault(refusalWords(words, reply.refusal));
  }
  const test = () => run('test', teaching.test, (value) => setTested({ of: now, rehearsal: value }));
  const publish = (key: string) =>
    run(
      'publish',
      () => teaching.publish(key),
      ({ handled }) => props.onPublished(handled),
    );
  const drop = async (id: string) => {
    const reply = await teaching.drop(id);
    setFault(reply.ok ? '' : refusalWords(words, reply.refusal));
    await props.onChange();
  };
  return (
    <section class="card teach-drafts" aria-label={say.drafts(drafts.length)} aria-busy={busy !== null}>
      <h2>{say.drafts(drafts.length)}</h2>
      <ul>
        {drafts.map((draft) => (
          <li key={draft.id}>
            <div>
              <b>
                {draft.create?.title ?? intents.find(({ id }) => id === draft.intent)?.titles[draft.tongue] ?? draft.intent}
              </b>{' '}
              {draft.create && <span class="tag">{say.draftNew}</span>} <span class="hint">{draft.intent}</span>
              <p class="hint">
                {say.examples(draft.examples.length)}
                <bdi>{draft.examples.join(' · ')}</bdi>
              </p>
            </div>
            <button type="button" class="link danger" onClick={() => drop(draft.id)}>
              {say.drop}
            </button>
          </li>
        ))}
      </ul>
      <p class="fault" role="alert">
        {fault}
      </p>
      {rehearsal?.comparisons.map((comparison) => (
        <Result key={comparison.tongue} comparison={comparison} />
      ))}
      {rehearsal && (
        <p class="teach-files hint">
          {say.exportText}{' '}
          {rehearsal.files.map((path) => (
            <a key={path} href={fileAddress(path)} download>
              <Icon name="download" size={14} /> {path}
            </a>
          ))}
        </p>
      )}
      <div class="form-end">
        <button type="button" class={rehearsal ? '' : 'primary'} aria-busy={busy === 'test'} onClick={test}>
          {busy === 'test' ? say.testing : say.test}
        </button>
        {rehearsal && (
          <button
            type="button"
            class={breaks ? 'danger' : 'primary'}
            aria-busy={busy === 'publish'}
            onClick={() => publish(rehearsal.key)}
          >
            {breaks ? say.publishAnyway : say.publish}
          </button>
        )}
      </div>
    </section>
  );
}
