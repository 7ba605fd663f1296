import { useState } from 'preact/hooks';
import { notificationPermission, playSound } from '#console/alerts.ts';
import { refusalWords } from '#console/words/refusal.ts';
import { MIN_PASSWORD } from './AgentForms.tsx';
import { useClosedWords, useDesk, useSession, useSurroundings } from './context.ts';
import { Field, Form } from './Form.tsx';
import { Segments } from './Segments.tsx';

function Password() {
  const say = useSurroundings().words.people;
  const { changePassword } = useDesk();
  const [fields, setFields] = useState({ current: '', next: '', repeat: '' });
  const [changed, setChanged] = useState(false);
  const set = (change: Partial<typeof fields>) => {
    setChanged(false);
    setFields((held) => ({ ...held, ...change }));
  };
  const send = () => {
    if (fields.next.length < MIN_PASSWORD) return say.tooShort;
    return fields.next === fields.repeat ? changePassword({ current: fields.current, next: fields.next }) : say.differ;
  };
  return (
    <section class="card">
      <h2>{say.changePassword}</h2>
      <Form
        button={say.changePassword}
        send={send}
        explain={(code) => (code === 'not-allowed' ? say.wrongCurrent : undefined)}
        done={() => {
          setFields({ current: '', next: '', repeat: '' });
          setChanged(true);
        }}
      >
        <Field
          label={say.currentPassword}
          type="password"
          value={fields.current}
          onValue={(current) => set({ current })}
          autocomplete="current-password"
        />
        <Field
          label={say.newPassword}
          type="password"
          hint={say.passwordHint}
          value={fields.next}
          onValue={(next) => set({ next })}
          autocomplete="new-password"
        />
        <Field
          label={say.repeat}
          type="password"
          value={fields.repeat}
          onValue={(repeat) => set({ repeat })}
          autocomplete="new-password"
        />
        {changed && <p role="status">{say.changed}</p>}
      </Form>
    </section>
  );
}

function Notifications() {
  const say = useSurroundings().words.people;
  const [permission, setPermission] = useState(notificationPermission());
  if (permission === 'default') {
    return (
      <button type="button" class="small" onClick={async () => setPermission(await Notification.requestPermission())}>
        {say.notificationsOff}
      </button>
    );
  }
  const state = { granted: say.notificationsOn, denied: say.notificationsDenied, unsupported: say.notificationsMissing };
  return <span class="hint">{state[permission]}</span>;
}

export function Account() {
  const { words, preferences, prefer } = useSurroundings();
  const { client, signOut } = useDesk();
  const me = useSession((state) => state.me);
  const closed = useClosedWords();
  const [fault, setFault] = useState('');
  const say = words.people;
  const leave = async () => {
    setFault('');
    const still = await signOut();
    if (still !== null) setFault(`${say.stillSignedIn} ${refusalWords(words, still)}`);
  };
  return (
    <main class="page page-narrow">
      <header class="page-head">
        <div>
          <h1>
            <bdi>{me.name}</bdi>
          </h1>
          <p class="hint">{words.role[me.role]}</p>
        </div>
        <button type="button" onClick={leave}>
          {say.signOut}
        </button>
      </header>
      <p class="fault" role="alert">
        {fault}
      </p>
      <section class="card settings">
        <div>
          <span>
            {me.available ? say.available : say.away}
            <small class="hint">{say.availableHint}</small>
            {closed !== null && <small class="hint">{closed}</small>}
          </span>
          <input
            type="checkbox"
            class="switch"
            aria-label={say.available}
            checked={me.available}
            onChange={(event) => client.setAvailable(event.currentTarget.checked)}
          />
        </div>
      </section>
      <section class="card settings">
        <h2>{say.preferences}</h2>
        <div>
          <span>{say.language}</span>
          <Segments
            label={say.language}
            value={preferences.lang ?? 'auto'}
            options={[
              ['auto', say.languageAuto],
              ['en', 'English'],
              ['zh-CN', '中文'],
            ]}
            onValue={(lang) => prefer({ lang: lang === 'auto' ? null : lang })}
          />
        </div>
        <div>
          <span>{say.theme}</span>
          <Segments
            label={say.theme}
            value={preferences.theme ?? 'auto'}
            options={[
              ['auto', say.themes.auto],
              ['light', say.themes.light],
              ['dark', say.themes.dark],
            ]}
            onValue={(theme) => prefer({ theme: theme === 'auto' ? null : theme })}
          />
        </div>
        <div>
          <span>{say.sound}</span>
          <input
            type="checkbox"
            class="switch"
            aria-label={say.sound}
            checked={preferences.sound}
            onChange={(event) => {
              prefer({ sound: event.currentTarget.checked });
              if (event.currentTarget.checked) playSound('message', Date.now());
            }}
          />
        </div>
        <div>
          <span>{say.notifications}</span>
          <Notifications />
        </div>
        {notificationPermission() !== 'unsupported' && (
          <div>
            <span>{say.noteText}</span>
            <input
              type="checkbox"
              class="switch"
              aria-label={say.noteText}
              checked={preferences.noteText}
              onChange={(event) => prefer({ noteText: event.currentTarget.checked })}
            />
          </div>
        )}
      </section>
      <section class="card">
        <h2>{say.onPages}</h2>
        <p>
          <a href={`/preview?ui=${words.tag}`} target="_blank" rel="noreferrer">
            {say.previewLink}
          </a>
        </p>
      </section>
      <Password />
    </main>
  );
}
