/** Reply to the learner, or a note for the team: two modes that cannot be mistaken for each other. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { CannedReply } from '#console/api.ts';
import type { DraftKind } from '#console/drafts.ts';
import type { InboxItem } from '#protocol/agents.ts';
import { MAX_MESSAGE_CHARS } from '#protocol/limits.ts';
import { CannedPicker, cannedQuery, matching } from './CannedPicker.tsx';
import { useAction, useDesk, useSession, useWords } from './context.ts';
import { AttachButton, ChosenFiles, useChooser } from './Files.tsx';
import { Icon } from './Icon.tsx';

/** From here on the field says how many characters are left. */
const COUNT_FROM = MAX_MESSAGE_CHARS - 400;

export function Composer({ id, item, mine }: { readonly id: string; readonly item: InboxItem; readonly mine: boolean }) {
  const words = useWords();
  const { client, drafts, canned } = useDesk();
  const canTake = item.status === 'waiting' || item.status === 'with-bot';
  const [kind, setKind] = useState<DraftKind>(mine || canTake ? 'reply' : 'note');
  const [text, setText] = useState(() => drafts.get(id, kind));
  const [picked, setPicked] = useState(0);
  const [pickerShut, setPickerShut] = useState(false);
  const [inField, setInField] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const attachments = useSession((state) => state.attachments);
  const chooser = useChooser(id);
  const locked = kind === 'reply' && !mine;
  /** Notes have no files. */
  const files = attachments && kind === 'reply' && !locked ? chooser : null;

  const query = kind === 'reply' && !pickerShut ? cannedQuery(text) : null;
  const found = query === null ? [] : matching(canned, query);
  const over = text.length - MAX_MESSAGE_CHARS;

  const change = (next: string) => {
    setText(next);
    setPicked(0);
    if (!/^[/／、]/.test(next)) setPickerShut(false);
    drafts.set(id, kind, next);
    if (kind === 'reply' && mine) client.typing(id, next.trim() !== '');
  };
  const use = (mode: DraftKind) => {
    setKind(mode);
    setText(drafts.get(id, mode));
    requestAnimationFrame(() => field.current?.focus());
  };
  const insert = (reply: CannedReply) => {
    change(reply.text);
    field.current?.focus();
  };
  const unready = locked || over > 0 || (files?.busy ?? false) || (text.trim() === '' && !files?.list.length);
  const send = () => {
    const trimmed = text.trim();
    if (unready) return;
    const refs = files?.list.flatMap(({ ref }) => ref?.id ?? []) ?? [];
    client.act(
      id,
      kind === 'reply' && refs.length > 0 ? { type: kind, text: trimmed, files: refs } : { type: kind, text: trimmed },
    );
    files?.clear();
    if (kind === 'reply') client.typing(id, false);
    setText('');
    drafts.set(id, kind, '');
    field.current?.focus();
  };
  const take = (event: Event, data: DataTransfer | null) => {
    if (!files || !data || data.files.length === 0) return;
    event.preventDefault();
    files.add(data.files);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter that ends a Chinese input method's composition picks a word; it must not send.
    if (event.isComposing || event.keyCode === 229) return;
    if (query !== null && found.length > 0 && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      setPicked((picked + (event.key === 'ArrowDown' ? 1 : found.length - 1)) % found.length);
    } else if (query !== null && event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      setPickerShut(true);
    } else if ((event.key === 'Enter' || event.key === 'Tab') && query !== null && found[picked]) {
      event.preventDefault();
      insert(found[picked]);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  };

  useAction('reply', () => use('reply'));
  useAction('note', () => use('note'));
  // Taking a chat is wanting to reply, and so is coming back to a draft; a note begun is not left for it.
  useEffect(() => {
    if (mine && (kind === 'reply' || text === '')) use('reply');
  }, [mine]);
  useEffect(() => () => client.typing(id, false), [client, id]);
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [text, kind, mine]);

  // A chat may be ended or given away under a half-written reply. Without the field the next letters would be commands.
  const writable = !locked || inField || text !== '';
  const status = item.status;
  const lockedText =
    status === 'with-agent'
      ? `${item.agent?.name ?? ''} ${words.composer.takeFirst[status]}`
      : words.composer.takeFirst[status];
  return (
    <div class={`composer composer-${kind}`}>
      <div class="composer-modes" role="tablist">
        {(['reply', 'note'] as const).map((mode) => (
          <button
            key={mode}
            type="button"
            role="tab"
            aria-selected={kind === mode}
            class={`mode mode-${mode}`}
            onClick={() => use(mode)}
          >
            {mode === 'note' && <Icon name="lock" size={14} />} {words.composer[mode]}
          </button>
        ))}
        <span class="composer-hint">{kind === 'note' ? words.noteHint : words.composer.keys}</span>
      </div>
      {locked && (
        <div class="composer-locked" role="status">
          <p>{lockedText}</p>
          {canTake && (
            <button type="button" class="small primary" onClick={() => client.act(id, { type: 'take' })}>
              <Icon name="hand" size={16} /> {words.act.take}
            </button>
          )}
        </div>
      )}
      {writable && (
        <>
          {files && <ChosenFiles chooser={files} />}
          <div class="composer-field">
            {query !== null && <CannedPicker found={found} picked={picked} onPick={insert} />}
            {files && <AttachButton chooser={files} />}
            <textarea
              ref={field}
              rows={1}
              value={text}
              aria-label={words.composer[kind]}
              placeholder={kind === 'reply' ? words.composer.replyHint : words.composer.noteHint}
              onFocus={() => setInField(true)}
              onBlur={() => setInField(false)}
              onInput={(event) => change(event.currentTarget.value)}
              onKeyDown={onKeyDown}
              onPaste={(event) => take(event, event.clipboardData)}
              onDragOver={(event) => files && event.preventDefault()}
              onDrop={(event) => take(event, event.dataTransfer)}
            />
            <button
              type="button"
              class="primary send"
              aria-label={kind === 'note' ? words.composer.saveNote : words.composer.send}
              disabled={unready}
              onClick={send}
            >
              <Icon name={kind === 'note' ? 'lock' : 'send'} size={17} />{' '}
              <span>{kind === 'note' ? words.composer.saveNote : words.composer.send}</span>
            </button>
          </div>
        </>
      )}
      {text.length > COUNT_FROM && (
        <p class={over > 0 ? 'composer-count fault' : 'composer-count'} role="status">
          {over > 0 ? words.composer.tooLong(over) : words.composer.left(-over)}
        </p>
      )}
    </div>
  );
}
