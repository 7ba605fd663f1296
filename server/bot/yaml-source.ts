/** YAML with line numbers: a thin reading layer that reports what is wrong instead of throwing. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { nearestWord } from './nearest-word.ts';
import type { At, Fault, SourceFile } from './table.ts';
import { adviceFor } from './yaml-advice.ts';

export const MAX_FILE_CHARS = 1_000_000;

/** One value of a file. */
export interface Value extends At {
  readonly node: Node | null;
}
export interface Entry extends At {
  readonly key: string;
  readonly value: Value;
}

/** A text with where it stands. */
export interface Text {
  readonly text: string;
  readonly at: At;
}

export class YamlSource {
  readonly root: Value | null;
  readonly #file: string;
  readonly #text: string;
  readonly #lines = new LineCounter();
  readonly #faults: Fault[];

  constructor(file: SourceFile, faults: Fault[]) {
    this.#file = file.path;
    this.#text = file.text;
    this.#faults = faults;
    this.root = this.#open(file);
  }

  fault(at: At, message: string, level: Fault['level'] = 'fault'): void {
    this.#faults.push({ file: at.file, line: at.line, level, message });
  }

  /** The entries of a mapping; keys neither `allowed` nor `also` known are reported with the nearest known one. Empty for anything else. */
  entries(value: Value, what: string, allowed?: readonly string[], also?: (key: string) => boolean): readonly Entry[] {
    const { node } = value;
    if (!isMap(node)) {
      this.fault(value, `${what} must be a mapping of "key: value" lines`);
      return [];
    }
    const entries: Entry[] = [];
    for (const pair of node.items) {
      const keyNode = pair.key as Node | null;
      const key = isScalar(keyNode) ? scalarText(keyNode) : '';
      const at = this.#at(keyNode) ?? value;
      if (key === '') this.fault(at, `${what} has an entry without a name: write "key: value"`);
      else if (allowed !== undefined && !allowed.includes(key) && also?.(key) !== true) {
        const near = nearestWord(key, allowed);
        this.fault(
          at,
          `"${key}" is not known here: ${near === null ? `use one of ${allowed.join(', ')}` : `did you mean "${near}"?`}`,
        );
      } else {
        const child = pair.value as Node | null;
        entries.push({ key, file: at.file, line: at.line, value: { node: child, ...(this.#at(child) ?? at) } });
      }
    }
    return entries;
  }

  /** A list's items; a single value counts as a list of one. */
  items(value: Value): readonly Value[] {
    if (!isSeq(value.node)) return value.node === null ? [] : [value];
    return value.node.items.map((item) => ({ node: item as Node | null, ...(this.#at(item as Node | null) ?? value) }));
  }

  text(value: Value, what: string): string | null {
    if (this.#marked(value)) return null;
    if (isScalar(value.node)) {
      const text = scalarText(value.node).trim();
      if (text !== '') return text;
      this.fault(value, `${what} is empty: write something or remove the line`);
    } else if (value.node === null) this.fault(value, `${what} is empty: write something or remove the line`);
    else this.fault(value, `${what} must be text: put it in "quotes" if it begins with [, {, * or contains ": "`);
    return null;
  }
  /** The same of words that people read or write: what YAML would take from them unseen is reported. */
  sentence(value: Value, what: string): string | null {
    const { node } = value;
    if (isScalar(node) && node.type === 'PLAIN' && node.range) {
      const rest = this.#text.slice(node.range[1]).split('\n', 1)[0] ?? '';
      const cut = `"${rest.trim().slice(0, 40)}" is no part of the ${what}, for in YAML a # after a blank begins a comment: put the whole text in "quotes", or the comment in a line of its own`;
      if (/^\s*#/.test(rest)) {
        const whole = scalarText(node) === '';
        this.fault(value, cut, whole ? 'fault' : 'warning');
        if (whole) return null;
      }
    }
    return this.text(value, what);
  }

  texts(value: Value, what: string): readonly Text[] {
    return this.#each(value, (item) => this.text(item, what));
  }
  sentences(value: Value, what: string): readonly Text[] {
    return this.#each(value, (item) => this.sentence(item, what));
  }
  #each(value: Value, read: (item: Value) => string | null): readonly Text[] {
    return this.items(value).flatMap((item) => {
      const text = read(item);
      return text === null ? [] : [{ text, at: { file: item.file, line: item.line } }];
    });
  }
  /** A word with ! or & before it has a meaning in YAML and is left out of the text. */
  #marked(value: Value): boolean {
    const { node } = value;
    if (!isScalar(node)) return false;
    const mark = node.tag === undefined ? node.anchor && `&${node.anchor}` : node.tag;
    if (!mark) return false;
    this.fault(value, `YAML takes "${mark}" as a mark and leaves it out of the text: put the whole text in "quotes"`);
    return true;
  }

  isMapping(value: Value): boolean {
    return isMap(value.node);
  }

  #open({ text, garbledAt }: SourceFile): Value | null {
    const top = { file: this.#file, line: 1 };
    if (garbledAt !== undefined) {
      this.fault({ file: this.#file, line: garbledAt }, 'the file is not saved as UTF-8: save it again in that encoding');
      return null;
    }
    if (text.length > MAX_FILE_CHARS) {
      this.fault(top, `the file is longer than ${MAX_FILE_CHARS} characters: split it by topic`);
      return null;
    }
    const document = parseDocument(text, { lineCounter: this.#lines, uniqueKeys: true, merge: false });
    // Those after the first are for the most part what came of it.
    const [error] = document.errors;
    if (error !== undefined) {
      const line = error.linePos?.[0].line ?? 1;
      this.fault({ file: this.#file, line }, `not valid YAML: ${adviceFor(error, text.split('\n')[line - 1] ?? '')}`);
      return null;
    }
    return { node: document.contents, ...(this.#at(document.contents) ?? top) };
  }

  #at(node: Node | null): At | null {
    if (node !== null && isAlias(node))
      this.fault(
        { file: this.#file, line: this.#line(node) },
        'YAML aliases (*name) are not used here: write the text out, in quotes if it begins with *',
      );
    return node === null ? null : { file: this.#file, line: this.#line(node) };
  }
  #line(node: Node): number {
    return this.#lines.linePos(node.range?.[0] ?? 0).line;
  }
}

/** As written: "007" and "yes" stay what they are. */
function scalarText(node: { readonly value: unknown; readonly source?: string | undefined }): string {
  if (typeof node.value === 'string') return node.value;
  return node.value === null || node.value === undefined ? '' : (node.source ?? String(node.value));
}
