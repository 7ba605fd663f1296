/**
 * Makes a learnt map better at what it is for: telling intents it never saw from a few examples. Small tasks are drawn again and
 * again (some intents, one to four examples each, further sentences to sort), and the map's rows moved so that these are sorted
 * right (prototypical networks, Snell et al. 2017; Adam). It starts from the map of learn-map.ts and stays near it.
 */
import type { Projection } from '#bot/members/projection.ts';
import { dice } from '#scripts/data/corpora.ts';
import { type Matrix, multiply, transposed } from '#scripts/data/matrix.ts';
import { prototypeSlopes } from '#scripts/data/prototypes.ts';
import { type Pools, tasksOf } from '#scripts/data/tasks.ts';

const STEPS = 700;
const RATE = 2e-4;
/** Steps are measured by the mean size of the map's numbers, this often. */
const PACE = 30;
/** Pulls back to where the map started. */
const HOME = 0.02;
const INTENTS = 32;
const EXAMPLES = 4;
const FURTHER = 4;
/** Share of the inputs left out of a task, so that no few of them decide. */
const LEFT_OUT = 0.3;

/** Deterministic; takes minutes. */
export function refineMap(map: Projection, pools: Pools<Float32Array>): Projection {
  const { from, to, middle } = map;
  const chance = dice(1);
  const draw = tasksOf(pools, INTENTS, EXAMPLES + FURTHER);
  const home: Matrix = { rows: from, columns: to, values: transposed({ rows: to, columns: from, values: map.rows }).values };
  const weights: Matrix = { ...home, values: home.values.slice() };
  const size = (home.values.reduce((sum, v) => sum + Math.abs(v), 0) / home.values.length) * PACE;
  const mean = new Float32Array(from * to);
  const square = new Float32Array(from * to);
  for (let step = 1; step <= STEPS; step++) {
    const gradient = slope(weights, task(draw(chance), middle, chance)).values;
    const rate = RATE * Math.min(1, step / 100) * (1 - step / STEPS);
    const [first, second] = [1 - 0.9 ** step, 1 - 0.999 ** step];
    for (let i = 0; i < gradient.length; i++) {
      const g = gradient[i] as number;
      mean[i] = 0.9 * (mean[i] as number) + 0.1 * g;
      square[i] = 0.999 * (square[i] as number) + 0.001 * g * g;
      const w = weights.values[i] as number;
      const move = (size * ((mean[i] as number) / first)) / (Math.sqrt((square[i] as number) / second) + 1e-8);
      weights.values[i] = w - rate * (move + PACE * HOME * (w - (home.values[i] as number)));
    }
  }
  return { ...map, rows: transposed(weights).values };
}

interface Task {
  readonly intents: number;
  readonly examples: Matrix;
  readonly further: Matrix;
}
function task(some: readonly (readonly Float32Array[])[], middle: Float32Array, chance: () => number): Task {
  const each = 1 + Math.floor(chance() * EXAMPLES);
  const keep = middle.map(() => (chance() < LEFT_OUT ? 0 : 1 / (1 - LEFT_OUT)));
  const drawn = some.map((intent) => intent.slice(0, each + FURTHER));
  const matrix = (vectors: readonly Float32Array[]): Matrix => {
    const values = new Float32Array(vectors.length * middle.length);
    vectors.forEach((vector, i) => {
      for (let j = 0; j < middle.length; j++)
        values[i * middle.length + j] = ((vector[j] ?? 0) - (middle[j] ?? 0)) * (keep[j] ?? 0);
    });
    return { rows: vectors.length, columns: middle.length, values };
  };
  return {
    intents: some.length,
    examples: matrix(drawn.flatMap((vectors) => vectors.slice(0, each))),
    further: matrix(drawn.flatMap((vectors) => vectors.slice(each))),
  };
}
/** Of the task's cross entropy, by the weights. */
function slope(weights: Matrix, { intents, examples, further }: Task): Matrix {
  const { ofTaught, ofAsked } = prototypeSlopes(multiply(examples, weights), multiply(further, weights), intents);
  const gradient = multiply(transposed(further), ofAsked);
  multiply(transposed(examples), ofTaught).values.forEach((v, at) => {
    gradient.values[at] = (gradient.values[at] ?? 0) + v;
  });
  return gradient;
}
