import { useState } from 'preact/hooks';
import type { Reply } from '#console/api.ts';
import type { NewIntent } from '#console/teaching.ts';
import type { Kind } from '#protocol/agents.ts';
import { MAX_MESSAGE_CHARS } from '#protocol/limits.ts';
import { useWords } from './context.ts';
import { Dialog } from './Dialog.tsx';
import { Field, Form } from './Form.tsx';

/** What a new intent needs; `reply` is what an agent answered, to begin with. */
export function NewIntentForm(props: {
  readonly reply: string;
  readonly send: (intent: string, fields: NewIntent) => Promise<Reply<unknown>>;
  readonly onDone: () => void;
  readonly onClose: () => void;
}) {
  const words = useWords();
  const say = words.teach;
  const [id, setId] = useState('');
  const [fields, setFields] = useState<NewIntent>({ kind: 'other', title: '', answer: props.reply });
  const set = (change: Partial<NewIntent>) => setFields((held) => ({ ...held, ...change }));
  return (
    <Dialog title={say.createTitle} onClose={props.onClose}>
      <Form
        button={say.makeDraft}
        send={() => props.send(id.trim(), { ...fields, title: fields.title.trim(), answer: fields.answer.trim() })}
        done={props.onDone}
        onCancel={props.onClose}
      >
        <Field
          label={say.id}
          hint={say.idHint}
          value={id}
          onValue={setId}
          pattern="[a-z][a-z0-9\-]*\.[a-z][a-z0-9\-]*"
          maxLength={100}
          focus
        />
        <Field label={say.name} hint={say.nameHint} value={fields.title} onValue={(title) => set({ title })} maxLength={100} />
        <fieldset class="field segments">
          <legend>{say.kind}</legend>
          {(Object.keys(words.kind) as Kind[]).map((kind) => (
            <label key={kind}>
              <input type="radio" name="kind" checked={fields.kind === kind} onChange={() => set({ kind })} />
              <span>{words.kind[kind]}</span>
            </label>
          ))}
        </fieldset>
        <label class="field">
          <span>{say.answer}</span>
          <textarea
            rows={5}
            required
            maxLength={MAX_MESSAGE_CHARS}
            value={fields.answer}
            onInput={(event) => set({ answer: event.currentTarget.value })}
          />
          <small class="hint">{say.answerHint}</small>
        </label>
      </Form>
    </Dialog>
  );
}
