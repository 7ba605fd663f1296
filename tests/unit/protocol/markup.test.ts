import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInline, parseMarkup, plainText, safeHref } from '#protocol/markup.ts';

const types = (line: string) => parseInline(line).map((part) => part.type);
const plain = (line: string) => expect(parseInline(line), line).toEqual([{ type: 'text', text: line }]);

describe('text marks', () => {
  it('N5 bold, italic, code, links and bare addresses are parts of a line', () => {
    expect(parseInline('a **b** *c* `d` [e](/f) https://g.example/h.')).toEqual([
      { type: 'text', text: 'a ' },
      { type: 'bold', text: 'b' },
      { type: 'text', text: ' ' },
      { type: 'italic', text: 'c' },
      { type: 'text', text: ' ' },
      { type: 'code', text: 'd' },
      { type: 'text', text: ' ' },
      { type: 'link', text: 'e', href: '/f' },
      { type: 'text', text: ' ' },
      { type: 'link', text: 'https://g.example/h', href: 'https://g.example/h' },
      { type: 'text', text: '.' },
    ]);
    expect(parseInline('(https://g.example/h), [https://g.example/h].')).toEqual([
      { type: 'text', text: '(' },
      { type: 'link', text: 'https://g.example/h', href: 'https://g.example/h' },
      { type: 'text', text: '), [' },
      { type: 'link', text: 'https://g.example/h', href: 'https://g.example/h' },
      { type: 'text', text: '].' },
    ]);
    expect(types('Python**基础**课')).toEqual(['text', 'bold', 'text']);
    for (const after of ['，然后', '）。', '、b', '】', '」'])
      expect(parseInline(`看 https://example.com/a${after}`)).toMatchObject([
        {},
        { href: 'https://example.com/a' },
        { text: after },
      ]);
  });

  it('N5 sums and powers a learner types stay as they are', () => {
    for (const line of ['2**3**4', 'a*b*c', 'x = 2 * 3 * 4', '**kwargs', 'print(a)*2*b', 'snake_case_name']) plain(line);
  });

  it('W115 maths on a line is no marks; prices are no maths', () => {
    const maths = [
      '$a_1 * b_2 * c$',
      '$x$',
      '$a*b*c$',
      '$$*n*$$',
      '\\(*a_1* [i](/j)\\)',
      'so $*p*$, then \\(**q**\\) and $r$.',
    ];
    for (const line of maths) plain(line);
    expect(types('*all* of $a_1*2$ and **more** \\(n*2*m\\)')).toEqual(['italic', 'text', 'bold', 'text']);
    expect(types('$5 or *just* $10')).toEqual(['text', 'italic', 'text']);
    expect(types('US$5 [or](/prices) US$6')).toEqual(['text', 'link', 'text']);
    expect(types('`$HOME` **and** `$PATH`')).toEqual(['code', 'text', 'bold', 'text', 'code']);
  });

  it('N5 only safe addresses become links; tricks stay text', () => {
    for (const href of ['https://a.b', 'http://a.b/c?d=e', 'mailto:a@b.c', '/refunds', '#top', './x'])
      expect(safeHref(href), href).toBe(href);
    const tricks = [
      'javascript:alert(1)',
      'java\tscript:alert(1)',
      ' javascript:x',
      'data:text/html,x',
      '//evil.example',
      '\\\\evil',
      'vbscript:x',
      'https:',
      'mailto:?cc=x',
      'ftp://x',
      '/\u200bx',
      '/\u202ex',
      '/\u2028x',
      '/\u00a0x',
      '/\u0085x',
      '/\u007fx',
      'JaVaScRiPt:x',
      '/\\evil.example',
      'evil.example/x',
      'x./y',
      '..//evil.example',
      '.evil',
    ];
    for (const href of tricks) {
      expect(safeHref(href), href).toBeUndefined();
      expect(types(`[click](${href})`), href).not.toContain('link');
    }
    // What does not become a link is shown with its address, so that nobody presses words in vain.
    plain('[click](javascript:x)');
  });

  it('N5 lists, paragraphs and fences are blocks', () => {
    const source = 'one\ntwo\n\n- a\n- b\n1. c\n```\n**not bold**\n```\nend';
    expect(parseMarkup(source).map((block) => block.type)).toEqual(['paragraph', 'list', 'list', 'code', 'paragraph']);
    expect(parseMarkup('one\n\ntwo')).toHaveLength(2);
    expect(parseMarkup('* a\n• b\n1) c\n2、 d\n3. e')).toMatchObject([
      { ordered: false, items: [[{ text: 'a' }], [{ text: 'b' }]] },
      { ordered: true, items: [[{ text: 'c' }], [{ text: 'd' }], [{ text: 'e' }]] },
    ]);
    expect(parseMarkup('- a\n- b\nafter the list').map((block) => block.type)).toEqual(['list', 'paragraph']);
    for (const ends of ['\r\n', '\r']) expect(parseMarkup(source.replaceAll('\n', ends))).toEqual(parseMarkup(source));
    expect(parseMarkup('```\nopen').at(-1)).toEqual({ type: 'code', text: 'open' });
  });

  it('N5 a preview has the words of all blocks on one line, without marks', () => {
    expect(plainText('**Hi**\t there\n\n- [a](/b)\n- `c`\n```\nx =  1\ny\n```\n')).toBe('Hi there a c x = 1 y');
  });

  it('N5 any text parses in good time and keeps its letters', () => {
    const letters = (text: string) => text.replace(/[^a-z]/g, '');
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z*` [\]().\n-]{0,200}$/), (text) => {
        const shown = parseMarkup(text)
          .flatMap((block) =>
            block.type === 'code'
              ? [block.text]
              : (block.type === 'list' ? block.items : block.lines).flat().map((part) => part.text),
          )
          .join('');
        // What is dropped is marks and a link's address; every other letter is shown.
        if (!/\]\(|```/.test(text)) expect(letters(shown)).toBe(letters(text));
      }),
    );
    const nasty = [
      '*'.repeat(4000),
      '['.repeat(4000),
      '[a]('.repeat(1000),
      '**a'.repeat(1300),
      '`'.repeat(4000),
      'http://'.repeat(570),
    ];
    for (const text of nasty) expect(parseMarkup(text).length).toBeGreaterThan(0);
  });
});
