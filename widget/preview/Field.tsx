/** Parts of the form: a label, what it takes, a hint or what is wrong with it. */
import type { ComponentChildren } from 'preact';

interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly fault?: string | undefined;
  readonly children: ComponentChildren;
}

/** The control inside must carry `id` and `aria-describedby={describes(id)}`. */
export const describes = (id: string): string => `${id}-said`;

export function Field({ id, label, hint, fault, children }: FieldProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children}
      <p id={describes(id)} class={fault ? 'fault' : 'hint'} role={fault ? 'alert' : undefined}>
        {fault ?? hint}
      </p>
    </div>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly options: Readonly<Record<string, string>>;
  readonly value: string;
  readonly choose: (value: string) => void;
}

/** One of a few, all in sight. */
export function Choice({ name, label, options, value, choose }: ChoiceProps) {
  return (
    <fieldset class="choice">
      <legend>{label}</legend>
      <div>
        {Object.entries(options).map(([key, words]) => (
          <label key={key} class={key === value ? 'on' : ''}>
            <input type="radio" name={name} value={key} checked={key === value} onChange={() => choose(key)} />
            {words}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
