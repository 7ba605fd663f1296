import { useState } from 'preact/hooks';
import { type AgentAccount, api } from '#console/api.ts';
import type { AgentRole } from '#protocol/agents.ts';
import { MAX_EMAIL_CHARS, MAX_NAME_CHARS } from '#protocol/limits.ts';
import { useWords } from './context.ts';
import { Dialog } from './Dialog.tsx';
import { Field, Form } from './Form.tsx';

/** The server has the last word; this spares a trip. */
export const MIN_PASSWORD = 12;

export function AddAgent(props: { readonly onDone: () => void; readonly onCancel: () => void }) {
  const words = useWords();
  const say = words.people;
  const [name, setName] = useState('');
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [role, setRole] = useState<AgentRole>('agent');
  const send = () =>
    password.length < MIN_PASSWORD ? say.tooShort : api.addAgent({ name: name.trim(), login: login.trim(), role, password });
  return (
    <Dialog title={say.add} onClose={props.onCancel}>
      <Form button={say.addButton} send={send} done={props.onDone} onCancel={props.onCancel}>
        <Field label={say.agentName} hint={say.nameHint} value={name} onValue={setName} maxLength={MAX_NAME_CHARS} focus />
        <Field label={say.login} type="email" value={login} onValue={setLogin} maxLength={MAX_EMAIL_CHARS} />
        <fieldset class="field segments">
          <legend>{say.role}</legend>
          {(['agent', 'admin'] as const).map((option) => (
            <label key={option}>
              <input type="radio" name="role" checked={role === option} onChange={() => setRole(option)} />
              <span>{words.role[option]}</span>
            </label>
          ))}
          <p class="hint">{say.roleHint}</p>
        </fieldset>
        <Field
          label={say.firstPassword}
          hint={`${say.passwordHint} ${say.firstPasswordHint}`}
          value={password}
          onValue={setPassword}
          autocomplete="new-password"
        />
      </Form>
    </Dialog>
  );
}

export function ResetPassword(props: {
  readonly agent: AgentAccount;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}) {
  const say = useWords().people;
  const [password, setPassword] = useState('');
  const send = () => (password.length < MIN_PASSWORD ? say.tooShort : api.changeAgent(props.agent.id, { password }));
  return (
    <Dialog title={say.resetTitle(props.agent.name)} onClose={props.onCancel}>
      <Form button={say.reset} send={send} done={props.onDone} onCancel={props.onCancel}>
        <Field
          label={say.newPassword}
          hint={say.passwordHint}
          value={password}
          onValue={setPassword}
          autocomplete="new-password"
          focus
        />
      </Form>
    </Dialog>
  );
}
