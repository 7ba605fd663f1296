/**
 * Files on their way to a message: chosen, going up, up. What is up outlives a reload of this tab; what was still going up is then said
 * to be lost, because the browser gives no page a file twice.
 */
import { MAX_FILE_BYTES, MAX_FILES } from '#protocol/limits.ts';
import type { RefusalCode } from '#protocol/refusals.ts';
import type { FileRef } from '#protocol/shapes.ts';
import type { Chat } from './chat-ports.ts';

export type Fault = 'kinds' | 'too-big' | 'too-many' | 'lost' | 'failed' | 'full';

export interface Upload {
  readonly key: string;
  readonly name: string;
  readonly file?: File;
  /** Share that has gone up, 0 to 1. */
  readonly done: number;
  /** Once it is up. */
  readonly ref?: FileRef;
  readonly fault?: Fault;
}

const FAULTS: Partial<Record<RefusalCode, Fault>> = {
  'bad-request': 'kinds',
  'too-long': 'too-big',
  'too-fast': 'too-many',
  'storage-full': 'full',
};
/** A line that takes nothing for this long is given up. Milliseconds. */
const SILENT_MS = 30_000;

export interface Uploads {
  list(): readonly Upload[];
  /** Begins to send them; false when there were more than a message may have. */
  add(files: readonly File[]): boolean;
  retry(key: string): void;
  /** Takes it away, and stops it where it is still going up. */
  remove(key: string): void;
  /** Those that are up, for a message; they leave the list. */
  take(): readonly FileRef[];
  /** Back into the list: their message was refused and is written anew. There may then be more than a message may have. */
  put(refs: readonly FileRef[]): void;
}

/** `changed` is called whenever there is something new to draw. */
export function createUploads(chat: Chat, changed: () => void): Uploads {
  const { server, kept, tab } = chat.options;
  const going = new Map<string, XMLHttpRequest>();
  /** Asked for each time: these uploads outlive a conversation. */
  const conversation = () => chat.session().conversation?.id;
  const left = JSON.parse(tab.get('files') ?? '{}') as { conversation?: string; list?: readonly Upload[] };
  let list: readonly Upload[] = ((left.conversation === conversation() && left.list) || []).map((one) =>
    one.ref || one.fault ? one : { ...one, fault: 'lost' },
  );

  function set(now: readonly Upload[]) {
    list = now;
    if (now.length > 0) {
      const files = { conversation: conversation(), list: now.map(({ file: _file, ...rest }) => rest) };
      tab.set('files', JSON.stringify(files));
    } else tab.remove('files');
    changed();
  }
  const change = (key: string, what: Partial<Upload>) => set(list.map((one) => (one.key === key ? { ...one, ...what } : one)));

  function send({ key, name, file }: Upload) {
    if (!file) return;
    if (file.size > MAX_FILE_BYTES) return change(key, { fault: 'too-big' });
    const call = new XMLHttpRequest();
    going.set(key, call);
    call.open('POST', `${server}/api/v1/conversations/${conversation()}/attachments`);
    call.setRequestHeader('Authorization', `Bearer ${kept.get('token')}`);
    call.setRequestHeader('Content-Type', 'application/octet-stream');
    call.setRequestHeader('X-Handraise-Name', encodeURIComponent(name));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const watch = () => {
      clearTimeout(timer);
      timer = setTimeout(() => call.abort(), SILENT_MS);
    };
    watch();
    let shown = 0;
    call.upload.onprogress = ({ loaded, total }) => {
      watch();
      const percent = Math.floor((loaded / total) * 100);
      if (percent === shown) return;
      shown = percent;
      change(key, { done: percent / 100 });
    };
    call.onloadend = () => {
      clearTimeout(timer);
      if (going.get(key) !== call) return;
      going.delete(key);
      let answer: (FileRef & { readonly refusal?: { readonly code: RefusalCode } }) | undefined;
      try {
        answer = JSON.parse(call.responseText);
      } catch {
        // No answer, or none of ours.
      }
      if (call.status === 200 && answer) change(key, { ref: answer, done: 1 });
      else change(key, { fault: (answer?.refusal && FAULTS[answer.refusal.code]) ?? 'failed' });
    };
    call.send(file);
  }

  return {
    list: () => list,
    add(files) {
      const room = MAX_FILES - list.length;
      const fresh = files.slice(0, room).map(
        (file): Upload => ({
          key: crypto.getRandomValues(new Uint32Array(2)).join('-'),
          name: file.name || 'file',
          file,
          done: 0,
        }),
      );
      set([...list, ...fresh]);
      for (const one of fresh) send(one);
      return files.length <= room;
    },
    retry(key) {
      const { fault: _fault, ...again } = list.find((one) => one.key === key) ?? { key, name: '' };
      set(list.map((one) => (one.key === key ? { ...again, done: 0 } : one)));
      send({ ...again, done: 0 });
    },
    remove(key) {
      const call = going.get(key);
      going.delete(key);
      call?.abort();
      set(list.filter((one) => one.key !== key));
    },
    take() {
      const refs = list.flatMap(({ ref }) => (ref ? [ref] : []));
      set(list.filter(({ ref }) => !ref));
      return refs;
    },
    put: (refs) => set([...list, ...refs.map((ref) => ({ key: ref.id, name: ref.name, done: 1, ref }))]),
  };
}
