/** Sentences a pattern would match: they teach likeness the pattern's words, and show whether a pattern can match at all. */
import type { Node, Pattern } from './pattern-syntax.ts';
import type { Entity } from './table.ts';

/** What stands in for a slot; likeness learns nothing from a made-up word, so there it is left out. */
export type Filler = (entity: Entity | null) => readonly string[];
const NOTHING: Filler = () => [];

/** Up to `most` token lists; together they use every alternative at least once where `most` allows. */
export function samplesOf(pattern: Pattern, most: number, filler: Filler = NOTHING): readonly (readonly string[])[] {
  const wanted = Math.min(most, widest(pattern.root));
  return Array.from({ length: wanted }, (_, turn) => sample(pattern.root, turn, filler));
}

/** How many turns it takes until every alternative has had one. */
function widest(node: Node): number {
  if (node.type === 'sequence') return Math.max(1, ...node.items.map(widest));
  if (node.type !== 'choice') return 1;
  return node.options.reduce((sum, option) => sum + widest(option), node.optional ? 1 : 0);
}

function sample(node: Node, turn: number, filler: Filler): readonly string[] {
  switch (node.type) {
    case 'word':
      return [node.text];
    case 'any':
      return [];
    case 'slot':
      return filler(node.entity);
    case 'sequence':
      return node.items.flatMap((item) => sample(item, turn, filler));
    case 'choice': {
      const sizes = node.options.map(widest);
      const total = sizes.reduce((sum, size) => sum + size, 0);
      let place = turn % (total + (node.optional ? 1 : 0));
      for (let i = 0; i < sizes.length; i++) {
        const size = sizes[i] ?? 1;
        const option = node.options[i];
        if (place < size && option !== undefined) return sample(option, place, filler);
        place -= size;
      }
      return [];
    }
  }
}
