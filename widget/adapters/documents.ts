/** Courses written with a documentation generator: the site is the course, the canonical address below its root the lesson. */
import type { PageHints } from '#widget/settings.ts';
import { type Adapter, type PageView, slug, words } from './view.ts';

/** `home` is the root's address, absolute or relative to this page. */
function lessonOf(view: PageView, home: string | null | undefined, site: string | undefined, heading: string): PageHints {
  const { document, location } = view;
  const canonical = document.querySelector<HTMLLinkElement>('link[rel="canonical"]')?.href;
  const here = new URL(canonical ?? location.href, location.href);
  const root = new URL(home ?? '/', here).pathname.replace(/[^/]*$/, '');
  const path = decodeURIComponent(here.pathname);
  const lesson = (path.startsWith(root) ? path.slice(root.length) : path)
    .replace(/(^|\/)(index|README)?(\.html?)?\/?$/i, '')
    .replace(/\.html?$/i, '')
    .replace(/^\//, '');
  return {
    ...(site ? { course: slug(site), courseTitle: site } : {}),
    ...(lesson ? { lesson, lessonTitle: words(document, heading, 'main h1', 'h1'), pageKind: 'lesson' } : {}),
  };
}

const generator = (document: Document): string =>
  document.querySelector<HTMLMetaElement>('meta[name="generator"]')?.content.toLowerCase() ?? '';
const href = (document: Document, selector: string) => document.querySelector(selector)?.getAttribute('href');
/** "Loops - Python Basics": what comes after the last dash. */
const lastOfTitle = (document: Document) => /.*\s[-–—|]\s(.+)$/.exec(document.title)?.[1]?.trim();

export const docusaurus: Adapter = (view) => {
  const { document } = view;
  if (!generator(document).startsWith('docusaurus')) return undefined;
  const site = words(document, '.navbar__title') ?? lastOfTitle(document);
  return lessonOf(view, href(document, '.navbar__brand'), site, 'article h1');
};

export const mkDocs: Adapter = (view) => {
  const { document, globals } = view;
  const material = document.querySelector('script#__config[type="application/json"]');
  const plain = typeof globals['base_url'] === 'string' && document.querySelector('#mkdocs_search_modal, .wy-nav-side');
  if (!generator(document).startsWith('mkdocs') && !material && !plain) return undefined;
  const brand = 'a.navbar-brand, a.md-header__button.md-logo, a.icon-home';
  const site = document.querySelector(brand)?.getAttribute('title') ?? words(document, brand) ?? lastOfTitle(document);
  const home = href(document, brand);
  // "../.." is a folder: without the last slash it would be read as a file.
  return lessonOf(view, home?.replace(/\.\.$|^\.$/, '$&/'), site, '.md-content h1, [role="main"] h1');
};

export const mdBook: Adapter = (view) => {
  const { document } = view;
  const site = words(document, 'h1.menu-title');
  if (!site || !document.querySelector('#page-wrapper main, #mdbook-page-wrapper main')) return undefined;
  // The root is where the book's own icon and styles lie.
  const home = href(document, 'link[rel~="icon"], link[href*="css/general"]')?.replace(/css\/[^/]*$/, '');
  return lessonOf(view, home?.replace(/[^/]*$/, '') || './', site, 'main h1');
};

export const jupyterBook: Adapter = (view) => {
  const { document } = view;
  const options = document.querySelector('#documentation_options, html[data-content_root]');
  const root = options?.getAttribute('data-url_root') ?? options?.getAttribute('data-content_root');
  if (root === undefined || root === null || !document.querySelector('.bd-main, .bd-content, #main-content')) return undefined;
  const site = words(document, '#site-title', '.logo__title', '.sidebar-brand-text') ?? lastOfTitle(document);
  return lessonOf(view, root === '#' ? './' : root, site, '#main-content h1');
};
