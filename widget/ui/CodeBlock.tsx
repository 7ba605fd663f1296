import { useRef, useState } from 'preact/hooks';
import { useFace } from './face.ts';

const SHOWN_MS = 2_000;

/** Code as it was typed, and a button that copies it. Where the browser refuses, the code is selected: one key from being copied. */
export function CodeBlock({ text }: { readonly text: string }) {
  const { words } = useFace();
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
        <code>{text}</code>
      </pre>
      <p class="copy">
        <button type="button" onClick={() => void copy()}>
          {words.copyCode}
        </button>
        <span role="status">{copied && words.copied}</span>
      </p>
    </>
  );
}
