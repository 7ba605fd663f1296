import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { api, type Session } from '#console/api.ts';
import type { SignedOutWhy } from '#console/client.ts';
import { MAX_EMAIL_CHARS, MAX_NAME_CHARS } from '#protocol/limits.ts';
import { MIN_PASSWORD } from './AgentForms.tsx';
import { useSurroundings } from './context.ts';
import { Field, Form } from './Form.tsx';
import { Icon } from './Icon.tsx';

/** The page before one is in: a board, a raised hand, one card. */
export function Door({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  const { site } = useSurroundings();
  return (
    <main class="door">
      <div class="door-card">
        <div class="door-sign">
          <Icon name="hand" size={34} />
          <p>{site}</p>
        </div>
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  );
}

export function SignIn(props: { readonly why: SignedOutWhy | null; readonly done: (session: Session) => void }) {
  const say = useSurroundings().words.people;
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  return (
    <Door title={say.signIn}>
      {props.why && (
        <p class={`reason reason-${props.why}`} role="status">
          {say.why[props.why]}
        </p>
      )}
      <Form
        button={say.signIn}
        send={() => api.signIn({ login: login.trim(), password })}
        done={props.done}
        explain={(code) => (code === 'not-allowed' || code === 'signed-out' || code === 'not-yours' ? say.wrong : undefined)}
      >
        <Field
          label={say.login}
          type="email"
          value={login}
          onValue={setLogin}
          autocomplete="username"
          maxLength={MAX_EMAIL_CHARS}
          focus
        />
        <Field label={say.password} type="password" value={password} onValue={setPassword} autocomplete="current-password" />
      </Form>
    </Door>
  );
}

export function SetUp(props: { readonly token: string; readonly done: (session: Session) => void }) {
  const say = useSurroundings().words.people;
  const [fields, setFields] = useState({ name: '', login: '', password: '', repeat: '' });
  const set = (change: Partial<typeof fields>) => setFields((held) => ({ ...held, ...change }));
  const send = () => {
    if (fields.password.length < MIN_PASSWORD) return say.tooShort;
    if (fields.password !== fields.repeat) return say.differ;
    const { name, login, password } = fields;
    return api.setUp({ token: props.token, name: name.trim(), login: login.trim(), password });
  };
  return (
    <Door title={say.setUpTitle}>
      <p class="hint">{say.setUpText}</p>
      <Form
        button={say.setUpButton}
        send={send}
        done={props.done}
        explain={(code) => (code === 'not-allowed' || code === 'signed-out' ? say.setUpUsed : undefined)}
      >
        <Field
          label={say.name}
          hint={say.nameHint}
          value={fields.name}
          onValue={(name) => set({ name })}
          maxLength={MAX_NAME_CHARS}
          focus
        />
        <Field
          label={say.login}
          type="email"
          value={fields.login}
          onValue={(login) => set({ login })}
          autocomplete="username"
          maxLength={MAX_EMAIL_CHARS}
        />
        <Field
          label={say.password}
          type="password"
          hint={say.passwordHint}
          value={fields.password}
          onValue={(password) => set({ password })}
          autocomplete="new-password"
        />
        <Field
          label={say.repeat}
          type="password"
          value={fields.repeat}
          onValue={(repeat) => set({ repeat })}
          autocomplete="new-password"
        />
      </Form>
    </Door>
  );
}
