/** Lines put into a YAML file without touching the others: what the owner wrote is never spelt anew. Pure. */
import { isMap, isScalar, isSeq, type Node, parseDocument, stringify, type YAMLMap, type YAMLSeq } from 'yaml';
import { sentenceKey, words } from './normalise.ts';

const PLAIN = { lineWidth: 0 } as const;

/** The file with a new entry at the end of its `intents`. It must not have one of that name. */
export function withIntent(text: string, id: string, entry: object): string {
  const map = parseDocument(text).getIn(['intents']);
  if (!isMap(map) || map.items.length === 0) return rewritten(text, ['intents', id], entry);
  if (map.flow === true) return rewritten(text, ['intents', id], entry);
  return inserted(text, endOf(map), stringify({ [id]: entry }, PLAIN), indentAt(text, startOf(map)));
}

/** The file with those of `examples` that the intent has not yet, at the end of its examples. */
export function withExamples(text: string, id: string, examples: readonly string[]): string {
  const path = ['intents', id, 'examples'];
  const held = parseDocument(text).getIn(path, true);
  // One example alone may be written without a list.
  const known = isSeq(held) ? held.items.map(textOf) : isScalar(held) && held.value !== null ? [textOf(held)] : [];
  const keys = new Set(known.map((example) => sentenceKey(words(example))));
  const added = examples.filter((example) => !keys.has(sentenceKey(words(example))));
  if (added.length === 0) return text;
  if (!isSeq(held) || held.items.length === 0) return rewritten(text, path, [...known, ...added]);
  const end = endOf(held.items.at(-1) as Node);
  if (held.flow === true) return text.slice(0, end) + added.map((one) => `, ${JSON.stringify(one)}`).join('') + text.slice(end);
  return inserted(text, end, stringify(added, PLAIN), indentAt(text, startOf(held)));
}

const textOf = (node: unknown): string => (isScalar(node) ? String(node.value) : '');
const startOf = (node: YAMLMap | YAMLSeq): number => node.range?.[0] ?? 0;
/** After the last letter of the node's last value, before blank lines and comments that follow. */
function endOf(node: Node): number {
  if (isMap(node) && node.flow !== true) return endOf((node.items.at(-1)?.value ?? node.items.at(-1)?.key) as Node);
  if (isSeq(node) && node.flow !== true) return endOf(node.items.at(-1) as Node);
  return node.range?.[1] ?? 0;
}
/** What stands before a block's first letter on its line. */
const indentAt = (text: string, at: number): string => text.slice(text.lastIndexOf('\n', at - 1) + 1, at).replace(/\S.*/, '');

/** `lines` as whole lines after the one that `end` is on; `end` may be the beginning of the next. */
function inserted(text: string, end: number, lines: string, indent: string): string {
  const next = text[end - 1] === '\n' ? end : text.indexOf('\n', end) + 1;
  const at = next === 0 ? text.length : next;
  const before = next === 0 ? `${text}\n` : text.slice(0, at);
  return before + lines.replace(/^(?=.)/gm, indent) + text.slice(at);
}

/** Where there is nothing to add to, the file is written by the YAML library: comments stay, spacing may not. */
function rewritten(text: string, path: readonly string[], value: unknown): string {
  const document = parseDocument(text);
  const parent = document.getIn(path.slice(0, -1));
  if (isMap(parent) && parent.items.length === 0) parent.flow = false;
  document.setIn(path, document.createNode(value));
  return document.toString(PLAIN);
}
