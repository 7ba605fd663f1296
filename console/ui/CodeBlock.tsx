import { useRef, useState } from 'preact/hooks';
import { useWords } from './context.ts';

const SHOWN_MS = 2_000;

/** Code and a button that copies it. Where the browser refuses, the code is selected: one key from being copied. */
export function CodeBlock({ text }: { readonly text: string }) {
  const words = useWords().code;
  const [copied, setCopied] = useState(false);
  const block = useRef<HTMLPreElement>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      setTimeout(setCopied, SHOWN_MS, false);
    } catch {
      if (block.current) getSelection()?.selectAllChildren(block.current);
    }
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a code block that scrolls must be reachable by keyboard */}
      <pre ref={block} tabIndex={0} dir="ltr">
        {text}
      </pre>
      <p class="copy-code">
        <button type="button" onClick={() => void copy()}>
          {words.copy}
        </button>
        <span role="status">{copied && words.copied}</span>
      </p>
    </>
  );
}
