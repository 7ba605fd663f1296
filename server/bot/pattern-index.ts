/** Which patterns are worth a look for a message: those whose rarest needed word it has. A table has thousands, a message meets dozens. */
import type { Pattern } from './pattern-syntax.ts';

export interface PatternIndex {
  /** Positions of the patterns that `present` does not rule out, ascending. */
  worthTrying(present: ReadonlySet<string>): readonly number[];
}

/** Each pattern is filed under the words of its smallest group of needed words, or under none. */
export function indexPatterns(patterns: readonly Pattern[]): PatternIndex {
  const byWord = new Map<string, number[]>();
  const always: number[] = [];
  patterns.forEach(({ needs }, at) => {
    const [first, ...others] = needs;
    if (first === undefined) {
      always.push(at);
      return;
    }
    const narrowest = others.reduce((least, group) => (group.size < least.size ? group : least), first);
    for (const word of narrowest) {
      const list = byWord.get(word);
      if (list === undefined) byWord.set(word, [at]);
      else list.push(at);
    }
  });
  return {
    worthTrying(present) {
      const found = new Set(always);
      for (const word of present) for (const at of byWord.get(word) ?? []) found.add(at);
      return [...found].sort((a, b) => a - b);
    },
  };
}
