import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { Reply } from '#console/api.ts';
import { refusalWords } from '#console/words/refusal.ts';
import { useWords } from './context.ts';

interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly type?: 'text' | 'email' | 'password';
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly autocomplete?: string;
  readonly focus?: boolean;
  readonly maxLength?: number;
  readonly minLength?: number;
  readonly pattern?: string;
}

export function Field(props: FieldProps) {
  const id = useId();
  const common = {
    id,
    value: props.value,
    required: true,
    autofocus: props.focus ?? false,
    autocomplete: props.autocomplete ?? 'off',
    maxLength: props.maxLength ?? 128,
    ...(props.minLength === undefined ? {} : { minLength: props.minLength }),
    ...(props.pattern === undefined ? {} : { pattern: props.pattern }),
    ...(props.hint === undefined ? {} : { 'aria-describedby': `${id}-hint` }),
    onInput: (event: { readonly currentTarget: HTMLInputElement }) => props.onValue(event.currentTarget.value),
  };
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      {props.type === 'password' ? (
        <input type="password" {...common} />
      ) : props.type === 'email' ? (
        <input type="email" {...common} />
      ) : (
        <input type="text" {...common} />
      )}
      {props.hint && (
        <p class="hint" id={`${id}-hint`}>
          {props.hint}
        </p>
      )}
    </div>
  );
}

interface FormProps<T> {
  readonly button: string;
  readonly children: ComponentChildren;
  /** A sentence that forbids sending yet, or the call. */
  readonly send: () => string | Promise<Reply<T>>;
  readonly done: (value: T) => void;
  /** Words for a refusal where the form knows better ones. */
  readonly explain?: (code: string) => string | undefined;
  readonly onCancel?: () => void;
}

/** Sends once at a time, and says in words why it did not work; what was typed stays. */
export function Form<T>({ button, children, send, done, explain, onCancel }: FormProps<T>) {
  const words = useWords();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const call = send();
    if (typeof call === 'string') return setFault(call);
    setBusy(true);
    setFault('');
    const reply = await call;
    setBusy(false);
    if (reply.ok) return done(reply.value);
    const known = reply.refusal === 'no-answer' ? undefined : explain?.(reply.refusal.code);
    setFault(known ?? refusalWords(words, reply.refusal));
  };
  return (
    <form class="form" onSubmit={submit}>
      {children}
      <p class="fault" role="alert">
        {fault}
      </p>
      <div class="form-end">
        {onCancel && (
          <button type="button" class="plain" onClick={onCancel}>
            {words.cancel}
          </button>
        )}
        <button type="submit" class="primary" aria-busy={busy}>
          {button}
        </button>
      </div>
    </form>
  );
}
