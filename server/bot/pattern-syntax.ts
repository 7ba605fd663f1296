/** The owner's pattern notation, parsed and compiled to a small automaton. See intents/README.md for what may be written. */
import { words } from './normalise.ts';
import { ENTITIES, type Entity } from './table.ts';

export type Node =
  | { readonly type: 'word'; readonly text: string }
  | { readonly type: 'sequence'; readonly items: readonly Node[] }
  | { readonly type: 'choice'; readonly options: readonly Node[]; readonly optional: boolean }
  | { readonly type: 'any' }
  | { readonly type: 'slot'; readonly name: string; readonly entity: Entity | null };

/** One step of the automaton. `next`/`other` are indices into `Pattern.steps`; `split` prefers `next`. */
export type Step =
  | { readonly op: 'word'; readonly text: string; readonly next: number }
  | { readonly op: 'any'; readonly next: number }
  | { readonly op: 'split'; readonly next: number; readonly other: number }
  | { readonly op: 'entity'; readonly entity: Entity; readonly name: string; readonly next: number }
  | { readonly op: 'open' | 'close'; readonly name: string; readonly next: number }
  | { readonly op: 'accept' };
export interface Pattern {
  readonly steps: readonly Step[];
  readonly start: number;
  /** Each group names words of which at least one must occur: a cheap refusal before the automaton runs. */
  readonly needs: readonly ReadonlySet<string>[];
  readonly captures: readonly string[];
  /** How many words it names; of two patterns that match, the more exact one wins. */
  readonly literals: number;
  readonly root: Node;
}

/** Caps that keep any pattern's cost small; far above what a person writes. */
export const MAX_PATTERN_CHARS = 500;
export const MAX_PATTERN_STEPS = 400;
const MAX_DEPTH = 8;

/** Thrown with a sentence for the owner; the table parser adds file and line. */
export class PatternError extends Error {}

export function parsePattern(source: string): Node {
  if (source.length > MAX_PATTERN_CHARS)
    throw new PatternError(`the pattern is longer than ${MAX_PATTERN_CHARS} characters: split it into several`);
  let at = 0;
  const sequence = (depth: number, ends: string): Node => {
    if (depth > MAX_DEPTH)
      throw new PatternError(`brackets are nested deeper than ${MAX_DEPTH}: split the pattern into several`);
    const items: Node[] = [];
    while (at < source.length && !ends.includes(source[at] ?? '')) {
      const c = source[at] ?? '';
      if (c === '(' || c === '[') items.push(group(c, depth + 1));
      else if (c === '{') items.push(slot());
      else if (c === '*') {
        at++;
        if (items.at(-1)?.type !== 'any') items.push({ type: 'any' });
      } else if (')]}|'.includes(c))
        throw new PatternError(`there is a "${c}" without its opening bracket: remove it or add the bracket`);
      else {
        const from = at;
        while (at < source.length && !'()[]{}|*'.includes(source[at] ?? '')) at++;
        for (const text of words(source.slice(from, at))) items.push({ type: 'word', text });
      }
    }
    return { type: 'sequence', items };
  };
  const group = (open: '(' | '[', depth: number): Node => {
    const close = open === '(' ? ')' : ']';
    at++;
    const options: Node[] = [];
    for (;;) {
      const option = sequence(depth, `|${close}`);
      if (option.type === 'sequence' && option.items.length === 0)
        throw new PatternError(
          `"${open}…${close}" has an empty choice: write words between the bars, or use [ ] for what may be missing`,
        );
      options.push(option);
      const c = source[at];
      at++;
      if (c === close) return { type: 'choice', options, optional: open === '[' };
      if (c !== '|') throw new PatternError(`"${open}" is never closed: add "${close}"`);
    }
  };
  const slot = (): Node => {
    const end = source.indexOf('}', at);
    if (end < 0) throw new PatternError('"{" is never closed: add "}"');
    const inside = source.slice(at + 1, end);
    at = end + 1;
    const [name = '', entity, more] = inside.split(':').map((part) => part.trim());
    if (!/^[a-z][a-z0-9-]{0,30}$/.test(name) || more !== undefined)
      throw new PatternError(`"{${inside}}" is no slot: write {name} or {name:entity}, the name in lower-case letters`);
    if (entity === undefined || entity === 'text') return { type: 'slot', name, entity: null };
    const known = ENTITIES.find((e) => e === entity);
    if (known === undefined) throw new PatternError(`"${entity}" is no entity: use one of ${ENTITIES.join(', ')}`);
    return { type: 'slot', name, entity: known };
  };
  const root = sequence(0, '');
  if (root.type === 'sequence' && root.items.length === 0)
    throw new PatternError('the pattern has no words: write some or remove it');
  return root;
}

/** Compiles to an automaton. Throws PatternError for patterns that are too big or that match any message. */
export function compilePattern(source: string): Pattern {
  const root = parsePattern(source);
  if (!anchored(root)) throw new PatternError('the pattern matches any message: add a word that must occur');
  const steps: Step[] = [];
  const captures = new Set<string>();
  const add = (step: Step): number => {
    if (steps.length >= MAX_PATTERN_STEPS)
      throw new PatternError(`the pattern has more than ${MAX_PATTERN_STEPS} parts: split it into several`);
    return steps.push(step) - 1;
  };
  // Built back to front, so that every step knows where it leads.
  const build = (node: Node, next: number): number => {
    switch (node.type) {
      case 'word':
        return add({ op: 'word', text: node.text, next });
      case 'sequence':
        return node.items.reduceRight((after, item) => build(item, after), next);
      case 'choice': {
        const heads = node.options.map((option) => build(option, next));
        if (node.optional) heads.push(next);
        return heads.reduceRight((other, head) => add({ op: 'split', next: head, other }));
      }
      case 'any': {
        const loop = add({ op: 'split', next, other: -1 });
        const eat = add({ op: 'any', next: loop });
        steps[loop] = { op: 'split', next, other: eat };
        return loop;
      }
      case 'slot': {
        captures.add(node.name);
        if (node.entity !== null) return add({ op: 'entity', entity: node.entity, name: node.name, next });
        const close = add({ op: 'close', name: node.name, next });
        const loop = add({ op: 'split', next: -1, other: close });
        const more = add({ op: 'any', next: loop });
        steps[loop] = { op: 'split', next: more, other: close };
        return add({ op: 'open', name: node.name, next: add({ op: 'any', next: loop }) });
      }
    }
  };
  const start = build(root, add({ op: 'accept' }));
  return { steps, start, needs: needs(root), captures: [...captures], literals: count(root), root };
}

/** Does every way through name a word or an entity? */
function anchored(node: Node): boolean {
  if (node.type === 'word') return true;
  if (node.type === 'slot') return node.entity !== null;
  if (node.type === 'sequence') return node.items.some(anchored);
  return node.type === 'choice' && !node.optional && node.options.every(anchored);
}
function needs(node: Node): ReadonlySet<string>[] {
  if (node.type === 'word') return [new Set([node.text])];
  if (node.type === 'sequence') return node.items.flatMap(needs);
  if (node.type !== 'choice' || node.optional) return [];
  const each = node.options.map((option) => needs(option)[0]);
  return each.every((group) => group !== undefined) ? [new Set(each.flatMap((group) => [...(group ?? [])]))] : [];
}
function count(node: Node): number {
  if (node.type === 'word') return 1;
  if (node.type === 'slot') return node.entity === null ? 0 : 1;
  if (node.type === 'sequence') return node.items.reduce((sum, item) => sum + count(item), 0);
  return node.type === 'choice' && !node.optional ? Math.min(...node.options.map(count)) : 0;
}
