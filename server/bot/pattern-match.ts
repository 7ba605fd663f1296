/** Runs a compiled pattern over a message's tokens. Every (step, position) is visited once: time is at most steps x tokens. */
import type { Span } from './entities.ts';
import type { Token } from './normalise.ts';
import type { Pattern } from './pattern-syntax.ts';

/** Patterns describe whole short messages; a longer one is left to likeness. */
export const MAX_PATTERN_TOKENS = 200;

/** Token ranges by capture name, end exclusive. */
export type Captures = Readonly<Record<string, readonly [number, number]>>;

/** Matches the whole message or nothing. `spans` are the message's entities in token positions. */
export function matchPattern(pattern: Pattern, tokens: readonly Token[], spans: readonly Span[]): Captures | null {
  const count = tokens.length;
  if (count > MAX_PATTERN_TOKENS) return null;
  const width = pattern.steps.length;
  const seen = new Uint8Array(width * (count + 1));
  // A stack of things to try; a frame below zero undoes a capture that led nowhere.
  const stack: (readonly [step: number, at: number, undo?: () => void])[] = [[pattern.start, 0]];
  const open = new Map<string, number>();
  const found = new Map<string, readonly [number, number]>();
  for (let frame = stack.pop(); frame !== undefined; frame = stack.pop()) {
    if (frame[2] !== undefined) {
      frame[2]();
      continue;
    }
    const [at, position] = frame;
    const mark = position * width + at;
    if (seen[mark] === 1) continue;
    seen[mark] = 1;
    const step = pattern.steps[at];
    if (step === undefined) continue;
    switch (step.op) {
      case 'accept':
        if (position === count) return Object.fromEntries(found);
        break;
      case 'word':
        if (tokens[position]?.text === step.text) stack.push([step.next, position + 1]);
        break;
      case 'any':
        if (position < count) stack.push([step.next, position + 1]);
        break;
      case 'split':
        stack.push([step.other, position], [step.next, position]);
        break;
      case 'open': {
        const before = open.get(step.name) ?? -1;
        open.set(step.name, position);
        stack.push([0, 0, () => open.set(step.name, before)], [step.next, position]);
        break;
      }
      case 'close': {
        const before = found.get(step.name);
        found.set(step.name, [open.get(step.name) ?? position, position]);
        stack.push([0, 0, () => restore(found, step.name, before)], [step.next, position]);
        break;
      }
      case 'entity': {
        const before = found.get(step.name);
        for (const span of spans) {
          if (span.entity !== step.entity || span.start !== position || span.end <= position) continue;
          const take = (): void => void found.set(step.name, [position, span.end]);
          stack.push([0, 0, () => restore(found, step.name, before)], [step.next, span.end], [0, 0, take]);
        }
        break;
      }
    }
  }
  return null;
}

function restore(
  found: Map<string, readonly [number, number]>,
  name: string,
  before: readonly [number, number] | undefined,
): void {
  if (before === undefined) found.delete(name);
  else found.set(name, before);
}

/** False when the pattern surely cannot match: saves running the automaton. */
export function plausible(pattern: Pattern, present: ReadonlySet<string>): boolean {
  return pattern.needs.every((group) => {
    for (const word of group) if (present.has(word)) return true;
    return false;
  });
}
