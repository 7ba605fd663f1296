import { useState } from 'preact/hooks';
import { MAX_EMAIL_CHARS, MAX_MESSAGE_CHARS, MAX_NAME_CHARS } from '#protocol/limits.ts';
import { moment, useFace } from './face.ts';

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Nobody is there: when somebody will be, and where to answer. `asked` is what the learner wrote last. */
export function OfflineForm({ nextOpenAt, asked }: { readonly nextOpenAt: number | null; readonly asked: string }) {
  const { chat, words } = useFace();
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [text, setText] = useState(asked);
  const [tried, setTried] = useState(false);
  const badEmail = !EMAIL.test(email.trim());
  const noText = text.trim() === '';

  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    const form = event.currentTarget as HTMLFormElement;
    if (badEmail || noText) {
      form.querySelector<HTMLElement>(badEmail ? '[name=email]' : '[name=text]')?.focus();
      return;
    }
    void chat.do({ type: 'leave-contact', email: email.trim(), name: name.trim(), text: text.trim() });
  };
  return (
    <form class="card offline" onSubmit={submit} noValidate aria-labelledby="offline-title">
      <h2 id="offline-title">{words.offlineTitle}</h2>
      <p>{nextOpenAt === null ? words.offlineNoHours : words.offlineUntil(moment(nextOpenAt, Date.now(), words.lang))}</p>
      <label>
        {words.email}
        <input
          name="email"
          type="email"
          autocomplete="email"
          maxLength={MAX_EMAIL_CHARS}
          value={email}
          required
          aria-invalid={tried && badEmail}
          aria-describedby="email-fault"
          onInput={(event) => setEmail(event.currentTarget.value)}
        />
      </label>
      <p id="email-fault" class="fault" role="status">
        {tried && badEmail ? words.emailWrong : ''}
      </p>
      <label>
        <span>
          {words.name} <small>{words.optional}</small>
        </span>
        <input
          name="name"
          autocomplete="name"
          maxLength={MAX_NAME_CHARS}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <label>
        {words.question}
        <textarea
          name="text"
          rows={3}
          maxLength={MAX_MESSAGE_CHARS}
          value={text}
          required
          aria-invalid={tried && noText}
          aria-describedby="text-fault"
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <p id="text-fault" class="fault" role="status">
        {tried && noText ? words.questionMissing : ''}
      </p>
      <div class="row">
        <button type="submit" class="main">
          {words.leaveMessage}
        </button>
        <button type="button" class="plain" onClick={() => void chat.do({ type: 'cancel-wait' })}>
          {words.backToBot}
        </button>
      </div>
    </form>
  );
}
