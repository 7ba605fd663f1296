/** Files: chosen, pasted or dropped into the composer, and those of messages. A file of its own, where the owner allows them. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { MAX_FILES } from '#protocol/limits.ts';
import type { FileRef } from '#protocol/shapes.ts';
import css from '#widget/style/files.css';
import { createUploads, type Fault, type Upload, type Uploads } from '#widget/uploads.ts';
import { useFace } from './face.ts';
import { Icon } from './Icon.tsx';
import { Picture } from './Picture.tsx';

export { lend } from '#widget/kit.ts';
export { css };

let uploads: Uploads | undefined;
let redraw = () => {};

let owner: string | undefined;

function box(): Uploads {
  const { chat } = useFace();
  const now = chat.options.kept.get('token');
  if (uploads && owner !== now) {
    // Somebody else is here: nothing of the former person's is left.
    for (const { key } of uploads.list()) uploads.remove(key);
    uploads = undefined;
    fetched.clear();
  }
  owner = now;
  uploads ??= createUploads(chat, () => redraw());
  return uploads;
}

/** Whether there is nothing to send yet; `blank`: no words. Files still going up are waited for, faults looked at first. */
export function unready(blank: boolean): boolean {
  const list = box().list();
  return list.length > MAX_FILES || list.some(({ ref }) => !ref) || (blank && list.length === 0);
}

/** Puts the files of a refused message back into the composer. */
export const again = (refs: readonly FileRef[]): void => box().put(refs);

/** Says `text` with the files that are up. */
export function say(text: string): Promise<void> {
  const { chat } = useFace();
  const refs = box().take();
  if (refs.length === 0) return chat.say(text);
  const { lang, context } = chat.options;
  return chat.do({ type: 'say', text, lang: lang(), context: context(), files: refs.map(({ id }) => id) }, refs);
}

const CLIP = 'M8 12.5l6.2-6.2a3 3 0 0 1 4.3 4.3l-8.1 8a5 5 0 0 1-7-7l7.8-7.8';
const SHEET = 'M6 3h8l5 5v13H6zM14 3v5h5';
const Path = ({ d }: { readonly d: string }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d={d} />
  </svg>
);

const kilobytes = (bytes: number, lang: string) =>
  new Intl.NumberFormat(lang, { style: 'unit', unit: bytes < 1e6 ? 'kilobyte' : 'megabyte', maximumFractionDigits: 1 }).format(
    bytes < 1e6 ? Math.ceil(bytes / 1e3) : bytes / 1e6,
  );

function useFault() {
  const { words } = useFace();
  const say: Record<Fault, string> = {
    kinds: words.fileKinds,
    'too-big': words.fileTooBig,
    'too-many': words.fileTooMany,
    lost: words.fileLost,
    failed: words.fileFailed,
    full: words.why['storage-full'],
  };
  return say;
}

function Row({ one, choose }: { readonly one: Upload; readonly choose: () => void }) {
  const { words } = useFace();
  const faults = useFault();
  const { key, name, file, done, ref, fault } = one;
  const again = fault === 'failed' || fault === 'too-many' || fault === 'full';
  // What an earlier page has sent up is here no more, and is fetched to be shown.
  const picture = file?.type.startsWith('image/') ? file : ref?.width && (() => bytesOf(ref.id));
  return (
    <li class={fault ? 'bad' : ''}>
      {picture ? <Picture blob={picture} width={40} height={40} label="" /> : <Path d={SHEET} />}
      <span class="file-name">
        <bdi>{name}</bdi>
        {fault ? <small role="alert">{faults[fault]}</small> : !ref && <progress value={done} max={1} aria-label={name} />}
      </span>
      {again && (
        <button type="button" class="plain" onClick={() => (file ? box().retry(key) : choose())}>
          {words.retry}
        </button>
      )}
      <button type="button" class="remove" aria-label={words.fileRemove(name)} onClick={() => box().remove(key)}>
        <Icon name="close" />
      </button>
    </li>
  );
}

/** The way in: a button, and what is pasted or dropped anywhere on the panel. `draw` draws the panel anew. */
export function Attach({ draw }: { readonly draw: () => void }) {
  const { words } = useFace();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [full, setFull] = useState(false);
  redraw = draw;
  const list = box().list();
  const add = (files: Iterable<File>) => {
    const all = [...files];
    if (all.length > 0) setFull(!box().add(all));
  };

  useEffect(() => {
    const panel = input.current?.closest<HTMLElement>('.panel');
    if (!panel) return;
    // The clip has taken room from the field, whose words may need a second line now.
    const field = panel.querySelector<HTMLElement>('.composer textarea');
    if (field) {
      field.style.blockSize = 'auto';
      field.style.blockSize = `${field.scrollHeight}px`;
    }
    const life = new AbortController();
    const on = <K extends keyof HTMLElementEventMap>(name: K, run: (event: HTMLElementEventMap[K]) => void) =>
      panel.addEventListener(name, run, { signal: life.signal });
    const has = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    on('paste', (event) => {
      const files = event.clipboardData?.files ?? [];
      if (files.length === 0) return;
      event.preventDefault();
      add(files);
    });
    on('dragover', (event) => {
      if (!has(event)) return;
      event.preventDefault();
      setOver(true);
    });
    on('dragleave', (event) => panel.contains(event.relatedTarget as Node | null) || setOver(false));
    on('drop', (event) => {
      if (!has(event)) return;
      event.preventDefault();
      setOver(false);
      add(event.dataTransfer?.files ?? []);
    });
    return () => life.abort();
  }, []);

  const choose = () => input.current?.click();
  return (
    <>
      {over && <p class="drop-here">{words.dropHere}</p>}
      {list.length > 0 && (
        <ul class="chosen">
          {list.map((one) => (
            <Row key={one.key} one={one} choose={choose} />
          ))}
        </ul>
      )}
      {((full && list.length > 0) || list.length > MAX_FILES) && (
        <p class="fault chosen" role="alert">
          {words.filesMost(MAX_FILES)}
        </p>
      )}
      <button type="button" class="clip" aria-label={words.attach} title={words.attach} onClick={choose}>
        <Path d={CLIP} />
      </button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept="image/png,image/jpeg,image/webp,application/pdf,text/plain,.txt"
        onChange={({ currentTarget }) => {
          add(currentTarget.files ?? []);
          currentTarget.value = '';
        }}
      />
    </>
  );
}

/** Bytes by id, fetched once with the learner's token. */
const fetched = new Map<string, Promise<Blob>>();
function bytesOf(id: string): Promise<Blob> {
  const { chat } = useFace();
  const { server, kept } = chat.options;
  let coming = fetched.get(id);
  if (!coming) {
    coming = fetch(`${server}/api/v1/conversations/${chat.session().conversation?.id}/attachments/${id}`, {
      headers: { authorization: `Bearer ${kept.get('token')}` },
    }).then((answer) => (answer.ok ? answer.blob() : Promise.reject(new Error(String(answer.status)))));
    coming.catch(() => fetched.delete(id));
    fetched.set(id, coming);
  }
  return coming;
}

async function save({ id, name }: FileRef): Promise<void> {
  const address = URL.createObjectURL(await bytesOf(id));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

const WIDEST = 220;
const HIGHEST = 180;

function One({ file }: { readonly file: FileRef }) {
  const { words } = useFace();
  const { id, name, bytes, width, height } = file;
  const [failed, setFailed] = useState(false);
  const label = words.download(name);
  const open = () =>
    void save(file).then(
      () => setFailed(false),
      () => setFailed(true),
    );
  const scale = width && height ? Math.min(1, WIDEST / width, HIGHEST / height) : 0;
  return (
    <li>
      <button type="button" class={scale ? 'picture' : 'document'} title={label} aria-label={label} onClick={open}>
        {width && height ? (
          <Picture
            blob={() => bytesOf(id)}
            width={Math.max(24, width * scale)}
            height={Math.max(24, height * scale)}
            label=""
          />
        ) : (
          <>
            <Path d={SHEET} />
            <span class="file-name">
              <bdi>{name}</bdi>
              <small>{kilobytes(bytes, words.lang)}</small>
            </span>
          </>
        )}
      </button>
      {failed && <small role="alert">{words.linkOffline}</small>}
    </li>
  );
}

/** The files of a message. */
export function Sent({ files }: { readonly files: readonly FileRef[] }) {
  return (
    <ul class="sent-files">
      {files.map((file) => (
        <One key={file.id} file={file} />
      ))}
    </ul>
  );
}
