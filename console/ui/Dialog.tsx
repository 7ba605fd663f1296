import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useWords } from './context.ts';
import { Icon } from './Icon.tsx';

/** Whether a press meant what lies behind: one on the dialog's own scrollbar has the dialog as its target, too. */
function beside(dialog: HTMLDialogElement, { target, clientX, clientY }: MouseEvent): boolean {
  if (target !== dialog) return false;
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return clientX < left || clientX >= right || clientY < top || clientY >= bottom;
}

/** A modal dialog by the browser's own means: focus stays inside, Escape closes (where something was typed the second one), focus returns. */
export function Dialog(props: { readonly title: string; readonly onClose: () => void; readonly children: ComponentChildren }) {
  const words = useWords();
  const element = useRef<HTMLDialogElement>(null);
  /** Something was typed into a form here: a slip of the hand must not throw that away. */
  const typed = useRef(false);
  const [asking, setAsking] = useState(false);
  /** The same at once, for a key that comes before the next drawing. */
  const asked = useRef(false);
  const ask = (on: boolean) => {
    asked.current = on;
    setAsking(on);
  };
  const gone = useRef(false);
  useLayoutEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    // The browser's own `cancel` cannot always be held back, the key that causes it can.
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing || !typed.current || asked.current) return;
      event.preventDefault();
      ask(true);
    };
    document.addEventListener('keydown', listen);
    dialog?.showModal();
    return () => {
      gone.current = true;
      document.removeEventListener('keydown', listen);
      dialog?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={element}
      aria-label={props.title}
      onCancel={(event) => {
        event.preventDefault();
        if (typed.current && !asked.current) ask(true);
        else props.onClose();
      }}
      onClose={() => {
        // Not every way in which browsers close it can be held back.
        if (!gone.current) props.onClose();
      }}
      onMouseDown={(event) => {
        if (element.current && beside(element.current, event) && !typed.current) props.onClose();
      }}
      onInput={(event) => {
        if (event.target instanceof Element && event.target.closest('form')) typed.current = true;
        ask(false);
      }}
    >
      <div class="dialog">
        <header>
          <h2>{props.title}</h2>
          <button type="button" class="plain square" aria-label={words.close} onClick={props.onClose}>
            <Icon name="cross" size={18} />
          </button>
        </header>
        {props.children}
        {asking && (
          <div class="form-end">
            <p role="alert">{words.discardTyped}</p>
            <button type="button" class="plain" onClick={() => ask(false)}>
              {words.keepWriting}
            </button>
            <button type="button" class="danger" onClick={props.onClose}>
              {words.discard}
            </button>
          </div>
        )}
      </div>
    </dialog>
  );
}
