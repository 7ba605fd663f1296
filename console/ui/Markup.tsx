/** Message text as nodes. Text goes in as text; there is no way from here to HTML. */
import { useMemo } from 'preact/hooks';
import { type Inline, parseMarkup } from '#protocol/markup.ts';
import { CodeBlock } from './CodeBlock.tsx';

/** Relative addresses are meant on the learner's site, not on ours. Undefined where that site is not known. */
function resolve(href: string, base: string | undefined): URL | undefined {
  try {
    const url = new URL(href, /^https?:/i.test(base ?? '') ? base : undefined);
    return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url : undefined;
  } catch {
    return undefined;
  }
}

/** Opens beside the console, tells nothing about it, and names the real host where the words do not. */
export function OutLink({
  href,
  text,
  base,
}: {
  readonly href: string;
  readonly text: string;
  readonly base?: string | undefined;
}) {
  const url = resolve(href, base);
  if (!url) return <span>{text}</span>;
  const host = url.protocol === 'mailto:' ? url.pathname : url.host;
  return (
    <>
      <a href={url.href} target="_blank" rel="noopener noreferrer nofollow">
        {text}
      </a>
      {!text.includes(host) && <span class="link-host"> ({host})</span>}
    </>
  );
}

function Piece({ part, base }: { readonly part: Inline; readonly base: string | undefined }) {
  switch (part.type) {
    case 'text':
      return <>{part.text}</>;
    case 'bold':
      return <strong>{part.text}</strong>;
    case 'italic':
      return <em>{part.text}</em>;
    case 'code':
      return <code>{part.text}</code>;
    case 'link':
      return <OutLink href={part.href} text={part.text} base={base} />;
  }
}

function Line({ parts, base }: { readonly parts: readonly Inline[]; readonly base: string | undefined }) {
  return (
    <>
      {parts.map((part, index) => (
        <Piece key={index} part={part} base={base} />
      ))}
    </>
  );
}

export function Markup({ text, base }: { readonly text: string; readonly base?: string | undefined }) {
  const blocks = useMemo(() => parseMarkup(text), [text]);
  return (
    <>
      {blocks.map((block, index) => {
        if (block.type === 'code') return <CodeBlock key={index} text={block.text} />;
        if (block.type === 'list') {
          const items = block.items.map((parts, at) => (
            <li key={at}>
              <Line parts={parts} base={base} />
            </li>
          ));
          return block.ordered ? <ol key={index}>{items}</ol> : <ul key={index}>{items}</ul>;
        }
        return (
          <p key={index}>
            {block.lines.map((parts, at) => (
              <span key={at}>
                {at > 0 && <br />}
                <Line parts={parts} base={base} />
              </span>
            ))}
          </p>
        );
      })}
    </>
  );
}
