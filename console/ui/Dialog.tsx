import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useWords } from './context.ts';
import { Icon } from './Icon.tsx';

/** Whether a press meant what lies behind: one on the dialog's own scrollbar has the dialog as its target, too. */
function beside(dialog: HTMLDialogElement, { target, clientX, clientY }: MouseEvent): boolean {
  if (target !== dialog) return false;
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return clientX < left || clientX >= right || clientY < top || clientY >= bottom;
}

/** A modal dialog by the browser's own means: focus stays inside, Escape closes, focus returns. */
export function Dialog(props: { readonly title: string; readonly onClose: () => void; readonly children: ComponentChildren }) {
  const words = useWords();
  const element = useRef<HTMLDialogElement>(null);
  /** Something was typed into a form here: a press that missed it must not throw that away. */
  const typed = useRef(false);
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
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
        props.onClose();
      }}
      onMouseDown={(event) => {
        if (element.current && beside(element.current, event) && !typed.current) props.onClose();
      }}
      onInput={(event) => {
        if (event.target instanceof Element && event.target.closest('form')) typed.current = true;
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
      </div>
    </dialog>
  );
}
