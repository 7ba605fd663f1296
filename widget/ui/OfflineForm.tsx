import { useState } from 'preact/hooks';
import { isEmail } from '#protocol/email.ts';
import { MAX_EMAIL_CHARS, MAX_MESSAGE_CHARS, MAX_NAME_CHARS } from '#protocol/limits.ts';
import type { Chat } from '#widget/chat-ports.ts';
import { keepTyped, typedIn } from '#widget/typed.ts';
import { moment, useFace } from './face.ts';

/** The form has given way to something else: the words it had and nobody sent, once. */
export function leftOver(chat: Chat, conversation: string): string {
  const { offline } = typedIn(chat, conversation);
  if (!offline?.text) return '';
  const { text, ...rest } = offline;
  keepTyped(chat, conversation, 'offline', rest);
  return text.trim();
}

export interface OfflineFormProps {
  readonly conversation: string;
  readonly nextOpenAt: number | null;
  /** What the learner wrote last. */
  readonly asked: string;
}

/** Nobody is there: when somebody will be, and where to answer. */
export function OfflineForm({ conversation, nextOpenAt, asked }: OfflineFormProps) {
  const { chat, words } = useFace();
  const [form, setForm] = useState(() => typedIn(chat, conversation).offline ?? { email: '', name: '' });
  const [tried, setTried] = useState(false);
  const { email, name, text = asked } = form;
  const type = (more: Partial<typeof form>) => {
    const now = { ...form, ...more };
    keepTyped(chat, conversation, 'offline', now);
    setForm(now);
  };
  const badEmail = !isEmail(email.trim());
  const noText = text.trim() === '';

  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    const form = event.currentTarget as HTMLFormElement;
    if (badEmail || noText) {
      form.querySelector<HTMLElement>(badEmail ? '[name=email]' : '[name=text]')?.focus();
      return;
    }
    keepTyped(chat, conversation, 'offline', { email, name });
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
          onInput={(event) => type({ email: event.currentTarget.value })}
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
          onInput={(event) => type({ name: event.currentTarget.value })}
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
          onInput={(event) => type({ text: event.currentTarget.value })}
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
