import { describe, expect, test } from 'vitest';
import { safeHref } from '#protocol/markup.ts';
import { pageContext, pageUrl } from '#widget/navigation.ts';
import { merged, pickLang } from '#widget/owner.ts';
import { readSettings } from '#widget/settings.ts';
import { foreignHost } from '#widget/ui/Markup.tsx';

const ORIGIN = 'https://help.example.org';

describe('settings', () => {
  test('W11 boot() wins over handraiseSettings, which wins over data-*; what is undefined says nothing', () => {
    const tag = { position: 'end', site: 'demo', lang: 'de' };
    const raw = merged([tag, { theme: 'light', position: 'start' }, { theme: 'dark', lang: undefined }]);
    expect(raw).toEqual({ theme: 'dark', position: 'start', site: 'demo', lang: 'de' });
    expect(merged([undefined, {}])).toEqual({});
  });

  test('W11 the server is where the script came from unless told', () => {
    expect(readSettings({}, ORIGIN).server).toBe('https://help.example.org');
    expect(readSettings({ server: 'https://chat.example.com/x' }, ORIGIN).server).toBe('https://chat.example.com');
  });

  test('W12 language: told, then the document, then the browser', () => {
    expect(pickLang(['de-AT', 'en-GB', 'zh-CN'])).toBe('de');
    expect(pickLang([undefined, 'en-GB', 'zh-CN'])).toBe('en');
    expect(pickLang([undefined, '', 'zh-CN'])).toBe('zh-CN');
  });
});

describe('context', () => {
  const at = { href: 'https://learn.example.com/view.php?id=7&token=secret#part', title: 'Loops' };

  test('W13 the query is dropped but for what the owner keeps, and the fragment always', () => {
    expect(pageUrl(at.href, [])).toBe('https://learn.example.com/view.php');
    expect(pageUrl(at.href, ['id'])).toBe('https://learn.example.com/view.php?id=7');
  });

  test('W13 context() wins part by part over what the tag says', () => {
    const hints = { course: 'python-basics', courseTitle: 'Python Basics', lesson: 'variables', pageKind: 'exam' };
    expect(pageContext({ ...at, hints: [hints] }, { lesson: { id: 'loops', title: 'Loops' } }, [])).toEqual({
      course: { id: 'python-basics', title: 'Python Basics' },
      lesson: { id: 'loops', title: 'Loops' },
      page: { url: 'https://learn.example.com/view.php', title: 'Loops', kind: 'exam' },
    });
  });

  test('W13 nonsense from the page is left out rather than sent', () => {
    const hints = { course: ' ', pageKind: 'party', progress: '7' };
    expect(pageContext({ ...at, title: '', hints: [hints] }, {}, [])).toEqual({
      page: { url: 'https://learn.example.com/view.php' },
    });
  });
});

describe('links', () => {
  test('W14 the real host of a link to another site is shown', () => {
    const base = 'https://learn.example.com/course/';
    expect(foreignHost('/refunds', base)).toBeNull();
    expect(foreignHost('https://learn.example.com/x', base)).toBeNull();
    expect(foreignHost('https://learn.example.com.evil.org/x', base)).toBe('learn.example.com.evil.org');
    expect(foreignHost('mailto:a@example.org', base)).toBeNull();
  });

  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\tscript:alert(1)',
    'data:text/html,x',
    '//evil.org',
    'vbscript:x',
  ])('W14 %s is no link', (href) => expect(safeHref(href)).toBeUndefined());
});
