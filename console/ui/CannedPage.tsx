import { useEffect, useState } from 'preact/hooks';
import { api, type CannedReply } from '#console/api.ts';
import { randomId } from '#console/ids.ts';
import { MAX_MESSAGE_CHARS } from '#protocol/limits.ts';
import { useDesk, useWords } from './context.ts';
import { Dialog } from './Dialog.tsx';
import { Field, Form } from './Form.tsx';
import { Icon } from './Icon.tsx';

function Editor(props: { readonly reply: CannedReply; readonly onDone: () => void }) {
  const words = useWords();
  const [reply, setReply] = useState(props.reply);
  const set = (change: Partial<CannedReply>) => setReply((held) => ({ ...held, ...change }));
  const title = props.reply.shortcut === '' ? words.canned.add : words.canned.edit;
  return (
    <Dialog title={title} onClose={props.onDone}>
      <Form
        button={words.save}
        send={() =>
          api.saveCanned({ ...reply, shortcut: reply.shortcut.trim(), title: reply.title.trim(), text: reply.text.trim() })
        }
        done={props.onDone}
        onCancel={props.onDone}
      >
        <Field
          label={words.canned.shortcut}
          hint={words.canned.shortcutHint}
          value={reply.shortcut}
          onValue={(shortcut) => set({ shortcut })}
          maxLength={40}
          pattern="[\p{L}\p{N}_\-]+"
          focus
        />
        <Field label={words.canned.name} value={reply.title} onValue={(name) => set({ title: name })} maxLength={100} />
        <label class="field">
          <span>{words.canned.body}</span>
          <textarea
            rows={6}
            required
            maxLength={MAX_MESSAGE_CHARS}
            value={reply.text}
            onInput={(event) => set({ text: event.currentTarget.value })}
          />
        </label>
      </Form>
    </Dialog>
  );
}

export function CannedPage() {
  const words = useWords();
  const { canned, reloadCanned } = useDesk();
  const [edited, setEdited] = useState<CannedReply | null>(null);
  const [doomed, setDoomed] = useState<CannedReply | null>(null);
  // Others write them, too, and this page may have been open for days.
  useEffect(reloadCanned, [reloadCanned]);
  const create = () => setEdited({ id: randomId(), shortcut: '', title: '', text: '' });
  return (
    <main class="page">
      <header class="page-head">
        <div>
          <h1>{words.canned.title}</h1>
          <p class="hint">{words.canned.text}</p>
        </div>
        <button type="button" class="primary" onClick={create}>
          <Icon name="plus" size={17} /> {words.canned.add}
        </button>
      </header>
      {canned.length === 0 && <p class="empty">{words.canned.none}</p>}
      <ul class="cards">
        {canned.map((reply) => (
          <li class="card" key={reply.id}>
            <header>
              <kbd>/{reply.shortcut}</kbd>
              <b>{reply.title}</b>
              <button type="button" class="link" onClick={() => setEdited(reply)}>
                {words.canned.edit}
              </button>
              <button type="button" class="link danger" onClick={() => setDoomed(reply)}>
                {words.canned.remove}
              </button>
            </header>
            <p class="card-text">{reply.text}</p>
          </li>
        ))}
      </ul>
      {edited && (
        <Editor
          reply={edited}
          onDone={() => {
            setEdited(null);
            // Also after giving up: somebody else may have changed it, which is why.
            reloadCanned();
          }}
        />
      )}
      {doomed && (
        <Dialog title={words.canned.remove} onClose={() => setDoomed(null)}>
          <Form
            button={words.canned.remove}
            send={() => api.removeCanned(doomed.id)}
            done={() => {
              setDoomed(null);
              reloadCanned();
            }}
            onCancel={() => setDoomed(null)}
          >
            <p>{words.canned.removeAsk(doomed.title)}</p>
          </Form>
        </Dialog>
      )}
    </main>
  );
}
