/** What the page itself says of course and lesson, best source first. Loaded beside the app, never with the loader. */
import type { PageHints } from '#widget/settings.ts';
import { canvas } from './canvas.ts';
import { docusaurus, jupyterBook, mdBook, mkDocs } from './documents.ts';
import { jsonLd } from './json-ld.ts';
import { moodle } from './moodle.ts';
import { openEdx } from './open-edx.ts';
import type { Adapter, PageView } from './view.ts';

/** `<meta name="handraise:lesson-title" content="Loops">` as hints. */
const meta: Adapter = ({ document }) => {
  const hints: Record<string, string> = {};
  for (const { name, content } of document.querySelectorAll<HTMLMetaElement>('meta[name^="handraise:"]'))
    hints[name.slice('handraise:'.length).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())] = content;
  return hints;
};

const PLATFORMS = [moodle, openEdx, canvas, docusaurus, mkDocs, mdBook, jupyterBook] as const;

/** A page must never break the chat: an adapter that stumbles over it has found nothing. */
function ask(adapter: Adapter, view: PageView): PageHints | undefined {
  try {
    return adapter(view);
  } catch {
    return undefined;
  }
}

/** In falling precedence: the owner's meta tags, schema.org, the platform. At most one platform answers. */
export function readPage(view: PageView): readonly PageHints[] {
  const platform = PLATFORMS.reduce<PageHints | undefined>((found, adapter) => found ?? ask(adapter, view), undefined);
  return [ask(meta, view), ask(jsonLd, view), platform].filter((hints) => hints !== undefined);
}
