import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { isPending } from '#widget/session.ts';
import { useFace } from './face.ts';

/** Ends the chat, asking once more; `children` stand beside it and make room for the question. */
export function End({ children }: { readonly children: ComponentChildren }) {
  const { chat, words } = useFace();
  const [sure, setSure] = useState(false);
  const session = chat.session();
  const ending = isPending(session, 'end');
  if (!sure) {
    return (
      <>
        {children}
        <button type="button" class="plain end" disabled={ending} onClick={() => setSure(true)}>
          {ending && session.link === 'offline' ? words.noLineYet : words.endChat}
        </button>
      </>
    );
  }
  return (
    <>
      <span role="status">{words.endSure}</span>
      <button
        type="button"
        class="plain danger"
        onClick={() => {
          setSure(false);
          void chat.do({ type: 'end' });
        }}
      >
        {words.endYes}
      </button>
      <button type="button" class="plain" onClick={() => setSure(false)}>
        {words.keepChatting}
      </button>
    </>
  );
}
