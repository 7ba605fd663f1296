/** An answer's text marks as nodes. There is no way from here to an HTML string. */
import { type Block, type Inline, parseMarkup, safeHref } from '#protocol/markup.ts';
import { WINDOW } from '#widget/settings.ts';
import { CodeBlock } from './CodeBlock.tsx';
import { useFace } from './face.ts';

/** Where a link really goes, or null for a place on this site. */
export function foreignHost(href: string, base: string): string | null {
  if (/^mailto:/i.test(href)) return null;
  try {
    const url = new URL(href, base);
    return url.origin === new URL(base).origin ? null : url.host;
  } catch {
    return null;
  }
}

function Link({ part }: { readonly part: Extract<Inline, { type: 'link' }> }) {
  const { chat, words } = useFace();
  const href = safeHref(part.href);
  if (href === undefined) return <>{part.text}</>;
  // A window of the chat's own has no address, and no link takes its place: it knows that of the page it came from.
  const apart = chat.options.settings()['position'] === WINDOW;
  const host = foreignHost(href, apart ? document.baseURI : location.href);
  const shown = host !== null && part.text.includes(host);
  return (
    <>
      <a
        href={href}
        {...(host === null ? {} : { title: words.opensHost(host) })}
        {...(apart || host !== null ? { target: '_blank', rel: 'noopener noreferrer' } : {})}
      >
        {part.text}
      </a>
      {host !== null && !shown && <small class="host"> {host}</small>}
    </>
  );
}

function Parts({ line }: { readonly line: readonly Inline[] }) {
  return (
    <>
      {line.map((part, at) => {
        if (part.type === 'bold') return <strong key={at}>{part.text}</strong>;
        if (part.type === 'italic') return <em key={at}>{part.text}</em>;
        if (part.type === 'code') return <code key={at}>{part.text}</code>;
        if (part.type === 'link') return <Link key={at} part={part} />;
        return part.text;
      })}
    </>
  );
}

function Piece({ block }: { readonly block: Block }) {
  if (block.type === 'code') {
    return <CodeBlock text={block.text} />;
  }
  if (block.type === 'list') {
    const items = block.items.map((item, at) => (
      <li key={at}>
        <Parts line={item} />
      </li>
    ));
    return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
  }
  return (
    <p>
      {block.lines.map((line, at) => (
        <>
          {at > 0 && <br />}
          <Parts line={line} />
        </>
      ))}
    </p>
  );
}

export function Markup({ text }: { readonly text: string }) {
  return (
    <>
      {parseMarkup(text).map((block, at) => (
        <Piece key={at} block={block} />
      ))}
    </>
  );
}
