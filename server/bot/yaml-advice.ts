/** What is wrong with a file that is no YAML, in words for whoever wrote the line: the parser's own are about its grammar. */
import type { YAMLParseError } from 'yaml';

const QUOTE_IT = 'put the whole text in "quotes", or write | after the colon and the text below it';

/** `line` is the line the error stands in. A sentence that ends with what to do. */
export function adviceFor({ code, message }: Pick<YAMLParseError, 'code' | 'message'>, line: string): string {
  if (/^\s*(<{7}|={7}|>{7})/.test(line))
    return "the mark of a merge in git: keep one of the two versions and remove git's marks";
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'the line begins with a tab: indent it with blanks, as many as the lines beside it have';
    case 'BAD_INDENT':
      return 'the line is indented more, or less, than what it stands beside: begin it exactly below its neighbours';
    case 'BLOCK_AS_IMPLICIT_KEY':
      if (/^\s*-/.test(line))
        return 'the "-" is indented more, or less, than the others of its list: begin it exactly below them';
      return /:\s.*:(\s|$)/.test(line)
        ? `the text has a colon followed by a blank, which makes a key of it: ${QUOTE_IT}`
        : 'the lines below this one are indented more than it: begin those that stand beside it exactly below it';
    case 'MULTILINE_IMPLICIT_KEY':
      return 'the line is neither "key: value" nor "- entry": add the colon, or the blank that is missing after ":" or "-"';
    case 'UNEXPECTED_TOKEN':
      return `the text goes on after its closing quote or bracket: ${QUOTE_IT}; within "…" a quote is written \\", within '…' it is written ''`;
    case 'BAD_ALIAS':
    case 'BAD_SCALAR_START':
      return `no text begins with *, @, % or \` here: ${QUOTE_IT}`;
    case 'BAD_DQ_ESCAPE':
      return 'within "double quotes" a backslash has a meaning of its own: use \'single quotes\'';
    case 'DUPLICATE_KEY':
      return `${/^\s*(?:- )?[^\s:]+:/.test(line) ? `"${line.trim().split(':')[0]}"` : 'this key'} stands here a second time: bring the two together, or remove one`;
    case 'MULTIPLE_DOCS':
      return '"---" begins a second document: remove the line';
    default:
      return /missing closing .?quote/i.test(message)
        ? 'the quote that begins here is not closed: add one at the end of the text'
        : `${(message.split('\n')[0] ?? code).replace(/ at line \d+, column \d+:$/, '')}: compare the line with its neighbours`;
  }
}
