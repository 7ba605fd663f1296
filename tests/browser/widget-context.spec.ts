import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { BuildOptions, BuildResult } from 'esbuild';
import type { Page } from 'playwright/test';
import type { PageContext } from '#protocol/shapes.ts';
import { expect } from './fixtures.ts';
import { test } from './host-site.ts';
import { widgetOn } from './widget-stage.ts';

const { buildSync } = createRequire(import.meta.url)('esbuild') as {
  buildSync(options: BuildOptions & { write: false }): BuildResult<{ write: false }>;
};
const root = fileURLToPath(new URL('../..', import.meta.url));
const SAVED = new URL('../fixtures/pages/', import.meta.url);

/** The adapters and the rule of precedence as one script, as the panel uses them. */
const { outputFiles } = buildSync({
  absWorkingDir: root,
  stdin: {
    resolveDir: root,
    contents: `import { readPage } from '#widget/adapters/page.ts';
      import { pageContext } from '#widget/navigation.ts';
      window.contextHere = (tag, keep) => pageContext(
        { href: location.href, title: document.title, hints: [tag, ...readPage({ document, location, globals: window })] }, {}, keep);`,
  },
  bundle: true,
  write: false,
  format: 'iife',
});
const ADAPTERS = outputFiles[0]?.text ?? '';

/** What is known of `file`, served at `address`, when the tag says `tag`. Nothing but the page itself is loaded. */
async function read(page: Page, file: string, address: string, tag = {}, keep: string[] = []): Promise<PageContext> {
  await page.route('**/*', (route) =>
    route.request().url() === address
      ? route.fulfill({ contentType: 'text/html', body: readFileSync(new URL(file, SAVED), 'utf8') })
      : route.abort(),
  );
  await page.goto(address, { waitUntil: 'domcontentloaded' });
  await page.addScriptTag({ content: ADAPTERS });
  return page.evaluate(
    ([hints, kept]) =>
      (window as unknown as { contextHere(tag: unknown, keep: unknown): PageContext }).contextHere(hints, kept),
    [tag, keep] as const,
  );
}

const PYTHON = { id: 'python-basics', title: 'Python Basics' };
const EDX = 'course-v1:ExampleX+PY101+2026';
const AT = 'https://learn.example.org';
const PAGES = [
  [
    'moodle.html',
    `${AT}/mod/page/view.php?id=34`,
    { id: '12', title: 'Python Basics' },
    { id: '34', title: 'Loops' },
    'lesson',
  ],
  [
    'moodle-quiz.html',
    `${AT}/mod/quiz/attempt.php?attempt=9&cmid=35`,
    { id: '12', title: 'Python Basics' },
    { id: '35', title: 'Week 1 quiz' },
    'quiz',
  ],
  [
    'open-edx.html',
    `https://apps.example.org/learning/course/${EDX}/block-v1:ExampleX+PY101+2026+type@sequential+block@loops1/block-v1:ExampleX+PY101+2026+type@vertical+block@u1`,
    { id: EDX, title: 'Python Basics' },
    { id: 'loops1', title: 'Loops' },
    'lesson',
  ],
  [
    'open-edx-courseware.html',
    `https://lms.example.org/courses/${EDX}/courseware/week1/loops1/?activate_block_id=x`,
    { id: EDX, title: 'Python Basics' },
    { id: 'loops1', title: 'Loops' },
    'lesson',
  ],
  [
    'canvas.html',
    'https://canvas.example.org/courses/123/pages/loops?module_item_id=4',
    { id: '123', title: 'Python Basics' },
    { id: 'loops', title: 'Loops' },
    'lesson',
  ],
  [
    'canvas-quiz.html',
    'https://canvas.example.org/courses/123/quizzes/45/take',
    { id: '123', title: 'Python Basics' },
    { id: '45', title: 'Week 1 quiz' },
    'quiz',
  ],
  ['docusaurus.html', `${AT}/python/docs/loops`, PYTHON, { id: 'docs/loops', title: 'Loops' }, 'lesson'],
  ['mkdocs.html', `${AT}/python/lessons/loops/`, PYTHON, { id: 'lessons/loops', title: 'Loops' }, 'lesson'],
  ['mkdocs-material.html', `${AT}/python/lessons/loops/`, PYTHON, { id: 'lessons/loops', title: 'Loops' }, 'lesson'],
  ['mdbook.html', `${AT}/book/week1/loops.html`, PYTHON, { id: 'week1/loops', title: 'Loops' }, 'lesson'],
  ['jupyter-book.html', `${AT}/book/lessons/loops.html`, PYTHON, { id: 'lessons/loops', title: 'Loops' }, 'lesson'],
  ['json-ld.html', `${AT}/courses/python-basics/loops/`, PYTHON, { id: 'loops', title: 'Loops' }, 'lesson'],
] as const;

for (const [file, address, course, lesson, kind] of PAGES) {
  test(`W55 course and lesson are read from ${file}`, async ({ page }) => {
    expect(await read(page, file, address)).toMatchObject({ course, lesson, page: { kind } });
  });
}

test('W56 the tag before meta tags before schema.org before the platform, an id never with another source’s title', async ({
  page,
}) => {
  const here = `${AT}/loops`;
  const meta = await read(page, 'meta.html', here);
  expect(meta).toMatchObject({
    course: PYTHON,
    lesson: { id: 'loops', title: 'Loops' },
    page: { kind: 'quiz' },
    progress: 0.4,
  });
  const tagged = await read(page, 'meta.html', here, { course: 'sql', pageKind: 'exam' });
  expect(tagged).toMatchObject({ lesson: { id: 'loops' }, page: { kind: 'exam' } });
  expect(tagged.course).toEqual({ id: 'sql' });
});

test('W57 only the query parameters that the owner keeps travel', async ({ page }) => {
  const here = `${AT}/mod/page/view.php?id=34&sesskey=secret&section=2`;
  expect((await read(page, 'moodle.html', here)).page?.url).toBe(`${AT}/mod/page/view.php`);
  expect((await read(page, 'moodle.html', here, {}, ['id', 'section'])).page?.url).toBe(
    `${AT}/mod/page/view.php?id=34&section=2`,
  );
});

test('W55 a page of no platform, and one that lies about being one, tell nothing and break nothing', async ({ page }) => {
  await page.setContent('<title>Plain</title><h1>Plain</h1>');
  await page.addScriptTag({ content: `window.ENV = 'x'; window.M = null; window.base_url = {}; ${ADAPTERS}` });
  const known = await page.evaluate(() => {
    Object.defineProperty(window, 'ENV', {
      get() {
        throw new Error('no');
      },
    });
    return (window as unknown as { contextHere(tag: unknown, keep: unknown): unknown }).contextHere({}, []);
  });
  expect(known).not.toHaveProperty('course');
  expect(known).not.toHaveProperty('lesson');
});

test('W55 the agent is told: what the page says reaches the server with the message', async ({ page, host }) => {
  const said: string[] = [];
  page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => said.push(String(payload))));
  const body = readFileSync(new URL('mdbook.html', SAVED), 'utf8');
  const tag = '<script src="{{server}}/widget/handraise.js" data-keep-query="id"></script>';
  host.put('/book/week1/loops.html', body.replace('</head>', `${tag}</head>`));
  await page.goto(`${host.url}/book/week1/loops.html?id=7&token=secret`);
  const widget = widgetOn(page);
  await widget.launcher.click();
  await expect(page.locator('.where')).toContainText('Loops');
  await widget.say('one');
  const say = said.find((frame) => frame.includes('"say"')) ?? '';
  expect(say).toContain(
    '"course":{"id":"python-basics","title":"Python Basics"},"lesson":{"id":"week1/loops","title":"Loops"}',
  );
  expect(say).toContain('/book/week1/loops.html?id=7"');
});
