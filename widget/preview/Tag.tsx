import { useEffect, useRef, useState } from 'preact/hooks';
import { type Choices, type Pinned, tagOf } from './tag.ts';
import type { PreviewWords } from './words.ts';

/** What the build wrote beside the loader; null where there is none. */
async function fetchPinned(): Promise<Pinned | null> {
  const response = await fetch('/widget/integrity.json');
  return response.ok ? ((await response.json()) as Pinned) : null;
}

export function Tag({ choices, words }: { readonly choices: Choices; readonly words: PreviewWords }) {
  const [known, setKnown] = useState<Pinned | null | undefined>(undefined);
  const [pin, setPin] = useState(false);
  const [nonce, setNonce] = useState(false);
  const [said, setSaid] = useState('');
  useEffect(() => {
    fetchPinned().then(setKnown, () => setKnown(null));
  }, []);
  const { origin } = location;
  const tag = tagOf(choices, { origin, pinned: pin ? (known ?? null) : null, nonce });
  const socket = origin.replace(/^http/, 'ws');
  const policy = [
    `script-src ${origin}`,
    `connect-src ${origin} ${socket}`,
    ...(choices.logo ? [`img-src ${choices.logo}`] : []),
  ];
  const shown = useRef<HTMLPreElement>(null);
  // Over plain HTTP there is no clipboard to write to: the tag is selected then, one key from being copied.
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(tag);
      setSaid(words.copied);
    } catch {
      if (shown.current) getSelection()?.selectAllChildren(shown.current);
      setSaid(words.copyFailed);
    }
  };
  return (
    <section class="tag" aria-labelledby="tag-title">
      <div class="row">
        <h2 id="tag-title">{words.tagTitle}</h2>
        <p>{words.tagHint}</p>
        <button type="button" onClick={() => void copy()}>
          {words.copy}
        </button>
        <output aria-live="polite">{said}</output>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long line scrolls, and is reached by keyboard */}
      <pre ref={shown} tabIndex={0}>
        <code>{tag}</code>
      </pre>
      <div class="ticks">
        <label class="tick">
          <input type="checkbox" checked={pin} disabled={known === null} onChange={() => setPin(!pin)} />
          {words.pin}
        </label>
        <label class="tick">
          <input type="checkbox" checked={nonce} onChange={() => setNonce(!nonce)} />
          {words.nonce}
        </label>
      </div>
      {known === null && <p class="hint">{words.pinMissing}</p>}
      {pin && <p class="hint">{words.pinHint}</p>}
      {nonce && <p class="hint">{words.nonceHint}</p>}
      <details>
        <summary>{words.policy}</summary>
        <pre>
          <code>{policy.join(';\n')}</code>
        </pre>
      </details>
    </section>
  );
}
