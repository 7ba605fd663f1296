/**
 * The few text marks messages may carry, parsed to a tree that clients turn into nodes; never into an HTML string.
 * Blocks: paragraphs, `- ` and `1. ` lists, ``` fences. Inline: **bold**, *italic*, `code`, [words](url), bare http(s) addresses.
 * Anything else is plain text, so is maths ($…$, \(…\)). Only http, https, mailto and same-site relative addresses become links.
 */
export type Inline =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'bold'; readonly text: string }
  | { readonly type: 'italic'; readonly text: string }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'link'; readonly text: string; readonly href: string };
export type Block =
  | { readonly type: 'paragraph'; readonly lines: readonly (readonly Inline[])[] }
  | { readonly type: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] }
  | { readonly type: 'code'; readonly text: string };

/** The address if it may be a link, else undefined. Control characters and spaces anywhere disqualify it. */
export function safeHref(raw: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (/[\u0000-\u0020\u007f-\u00a0\u200b-\u200f\u2028-\u202e\\]/.test(raw)) return undefined;
  if (/^https?:\/\/[^/]/i.test(raw) || /^mailto:[^?]+@/i.test(raw)) return raw;
  return /^(\/(?!\/)|#|\.\/)/.test(raw) ? raw : undefined;
}

/** The first three are maths, whose stars and brackets are no marks: it stays as typed. `$5 or $10` is none. */
const INLINE =
  /\$\$[^$\n]+\$\$|\$[^\s$](?:[^$\n]*[^\s$\\])?\$(?!\d)|\\\([^\n]{1,500}?\\\)|\*\*([^*\s](?:[^*\n]*[^*\s])?)\*\*(?!\w)|\*([^*\s](?:[^*\n]*[^*\s])?)\*(?!\w)|`([^`\n]+)`|\[([^\]\n]{1,300})\]\(([^()\s]{1,1000})\)|(https?:\/\/[^\s<>"'，。！？；、）】」]+)/g;

/**
 * Python's `2**3**4` and `a*b*c` are no marks, while `Python**基础**` is: stars right after a letter or bracket count only when
 * what they enclose is neither. (Tested here and not by a lookbehind, which older phones cannot parse.)
 */
const isOperator = (before: string, inner: string) => /[\w)\]*]$/.test(before) && /^[\w(*]/.test(inner);

export function parseInline(line: string): Inline[] {
  const out: Inline[] = [];
  const text = (from: number, to: number) => {
    if (to > from) out.push({ type: 'text', text: line.slice(from, to) });
  };
  let done = 0;
  for (const m of line.matchAll(INLINE)) {
    const [whole, bold, italic, code, words, href, bare] = m;
    if (/^[$\\]/.test(whole)) continue;
    if (isOperator(line.slice(done, m.index), bold ?? italic ?? '')) continue;
    text(done, m.index);
    done = m.index + whole.length;
    if (bold !== undefined) out.push({ type: 'bold', text: bold });
    else if (italic !== undefined) out.push({ type: 'italic', text: italic });
    else if (code !== undefined) out.push({ type: 'code', text: code });
    else if (words !== undefined && href !== undefined) {
      const safe = safeHref(href);
      out.push(safe === undefined ? { type: 'text', text: whole } : { type: 'link', text: words, href: safe });
    } else if (bare !== undefined) {
      const end = bare.replace(/[.,;:!?)\]]+$/, '');
      out.push({ type: 'link', text: end, href: end });
      done -= bare.length - end.length;
    }
  }
  text(done, line.length);
  return out;
}

export function parseMarkup(source: string): Block[] {
  const blocks: Block[] = [];
  let lines: (readonly Inline[])[] = [];
  let list: { ordered: boolean; items: (readonly Inline[])[] } | undefined;
  let fence: string[] | undefined;
  const flush = () => {
    if (lines.length > 0) blocks.push({ type: 'paragraph', lines });
    if (list) blocks.push({ type: 'list', ...list });
    lines = [];
    list = undefined;
  };
  for (const line of source.replace(/\r\n?/g, '\n').split('\n')) {
    if (/^\s*```/.test(line)) {
      if (fence) {
        blocks.push({ type: 'code', text: fence.join('\n') });
        fence = undefined;
      } else {
        flush();
        fence = [];
      }
      continue;
    }
    if (fence) {
      fence.push(line);
      continue;
    }
    const item = /^\s*(?:([-*•])|(\d{1,3})[.)、])\s+(.*)$/.exec(line);
    if (item) {
      const ordered = item[2] !== undefined;
      if (!list || list.ordered !== ordered) {
        flush();
        list = { ordered, items: [] };
      }
      list.items.push(parseInline(item[3] ?? ''));
      continue;
    }
    if (list) flush();
    if (line.trim() === '') flush();
    else lines.push(parseInline(line));
  }
  if (fence) blocks.push({ type: 'code', text: fence.join('\n') });
  flush();
  return blocks;
}

/** The text without its marks, on one line: for previews and notifications. */
export const plainText = (source: string): string =>
  parseMarkup(source)
    .flatMap((block) =>
      block.type === 'code'
        ? [block.text]
        : (block.type === 'list' ? block.items : block.lines).map((line) => line.map((part) => part.text).join('')),
    )
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
