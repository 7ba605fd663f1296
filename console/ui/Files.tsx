/** Files of messages, and those that an agent is about to send. */
import { useEffect, useReducer, useRef } from 'preact/hooks';
import { BASE, uploadFile } from '#console/api.ts';
import type { Chosen } from '#console/chosen.ts';
import { refusalWords } from '#console/words/refusal.ts';
import { MAX_FILE_BYTES, MAX_FILES } from '#protocol/limits.ts';
import type { FileRef } from '#protocol/shapes.ts';
import { useDesk, useWords } from './context.ts';
import { Icon } from './Icon.tsx';

const WIDEST = 280;
const HIGHEST = 220;
const size = (bytes: number) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

/** Pictures in the room that the server said they need; everything is saved with a click. */
export function Files({ conversation, files }: { readonly conversation: string; readonly files: readonly FileRef[] }) {
  const words = useWords();
  return (
    <ul class="files">
      {files.map(({ id, name, bytes, width, height }) => {
        const scale = width && height ? Math.min(1, WIDEST / width, HIGHEST / height) : 0;
        const address = `${BASE}/conversations/${conversation}/attachments/${id}`;
        return (
          <li key={id}>
            <a href={address} download={name} title={words.files.download(name)} aria-label={words.files.download(name)}>
              {width && height ? (
                <img src={address} alt="" width={Math.round(width * scale)} height={Math.round(height * scale)} />
              ) : (
                <>
                  <Icon name="download" size={16} /> <bdi>{name}</bdi> <small>{size(bytes)}</small>
                </>
              )}
            </a>
          </li>
        );
      })}
    </ul>
  );
}

export interface Chooser {
  readonly list: readonly Chosen[];
  /** Something is still going up, or was refused and is to be looked at. */
  readonly busy: boolean;
  add(files: Iterable<File>): void;
  remove(key: number): void;
  clear(): void;
}

let keys = 0;

/** Files for the next reply to this conversation; each goes up as soon as it is chosen. */
export function useChooser(conversation: string): Chooser {
  const words = useWords();
  const { chosen } = useDesk();
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => chosen.subscribe(() => redraw(undefined)), [chosen]);
  const list = chosen.get(conversation);
  const setList = (next: (held: readonly Chosen[]) => readonly Chosen[]) => chosen.change(conversation, next);
  const change = (key: number, what: Partial<Chosen>) =>
    setList((now) => now.map((one) => (one.key === key ? { ...one, ...what } : one)));
  const send = async (key: number, file: File) => {
    if (file.size > MAX_FILE_BYTES) return change(key, { fault: words.files.tooBig });
    const answer = await uploadFile(conversation, file);
    if (answer.ok) return change(key, { ref: answer.value });
    const { refusal } = answer;
    const kinds = refusal !== 'no-answer' && refusal.code === 'bad-request';
    change(key, { fault: kinds ? words.files.kinds : refusalWords(words, refusal) });
  };
  return {
    list,
    busy: list.some(({ ref }) => !ref),
    add(files) {
      const all = [...files];
      const room = MAX_FILES - list.length;
      const fresh = all.map((file, at): Chosen => {
        keys += 1;
        return { key: keys, name: file.name || 'file', ...(at >= room ? { fault: words.files.most(MAX_FILES) } : {}) };
      });
      setList((now) => [...now, ...fresh]);
      fresh.forEach(({ key, fault }, at) => {
        const file = all[at];
        if (file && !fault) void send(key, file);
      });
    },
    remove: (key) => setList((now) => now.filter((one) => one.key !== key)),
    clear: () => setList(() => []),
  };
}

/** What is chosen, above the field. */
export function ChosenFiles({ chooser }: { readonly chooser: Chooser }) {
  const words = useWords();
  if (chooser.list.length === 0) return null;
  return (
    <ul class="chosen">
      {chooser.list.map(({ key, name, ref, fault }) => (
        <li key={key} class={fault ? 'fault' : ''}>
          <bdi>{name}</bdi>
          {fault ? <small role="alert">{fault}</small> : !ref && <progress aria-label={name} />}
          <button type="button" class="link" aria-label={words.files.remove(name)} onClick={() => chooser.remove(key)}>
            <Icon name="cross" size={14} />
          </button>
        </li>
      ))}
    </ul>
  );
}

export function AttachButton({ chooser }: { readonly chooser: Chooser }) {
  const words = useWords();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        class="attach"
        aria-label={words.files.attach}
        title={words.files.attach}
        onClick={() => input.current?.click()}
      >
        <Icon name="clip" size={18} />
      </button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept="image/png,image/jpeg,image/webp,application/pdf,text/plain,.txt"
        onChange={({ currentTarget }) => {
          chooser.add(currentTarget.files ?? []);
          currentTarget.value = '';
        }}
      />
    </>
  );
}
