import { MAX_MESSAGE_CHARS } from '#protocol/limits.ts';
import { useFace } from './face.ts';
import { Icon } from './Icon.tsx';

export interface ComposerProps {
  readonly draft: string;
  readonly setDraft: (text: string) => void;
}

/** The field and the text whose height it has. */
let fitted: { readonly field: HTMLElement; readonly text: string } | undefined;

/** Enter sends, Shift+Enter breaks the line; Enter inside an input method's list only picks the word. */
export function Composer({ draft, setDraft }: ComposerProps) {
  const { chat, words, later, late } = useFace();
  const files = chat.session().attachments && late('files');
  let field: HTMLTextAreaElement | null = null;
  const over = draft.trim().length - MAX_MESSAGE_CHARS;
  const blank = draft.trim() === '';
  const empty = files ? files.unready(blank) : blank;

  const fit = (element: HTMLTextAreaElement | null) => {
    field = element;
    if (!element || (fitted?.field === element && fitted.text === draft)) return;
    fitted = { field: element, text: draft };
    element.style.blockSize = 'auto';
    element.style.blockSize = `${element.scrollHeight}px`;
  };

  const send = () => {
    if (empty || over > 0) return;
    const text = draft.trim();
    setDraft('');
    chat.typing(false);
    void (files ? files.say(text) : chat.say(text));
    field?.focus();
  };
  const keyed = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      class={files ? 'composer files' : 'composer'}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {files && <files.Attach draw={() => setDraft(draft)} />}
      <textarea
        ref={fit}
        rows={1}
        // Empty it is the placeholder's: that one is in the interface's language.
        dir={blank ? undefined : 'auto'}
        value={draft}
        placeholder={words.placeholder}
        aria-label={words.messageLabel}
        aria-invalid={over > 0}
        aria-describedby="over"
        enterkeyhint="send"
        onInput={(event) => {
          setDraft(event.currentTarget.value);
          chat.typing(event.currentTarget.value !== '');
        }}
        onBlur={() => chat.typing(false)}
        onKeyDown={keyed}
      />
      <button type="submit" class="send" aria-label={words.send} title={words.send} disabled={empty || over > 0}>
        <Icon name="send" />
      </button>
      <p id="over" class="fault" role="status">
        {over > 0 && later ? words.tooLong(over) : ''}
      </p>
    </form>
  );
}
