/**
 * Makes a learnt map better at what it is for: telling intents it never saw from a few examples. Small tasks are drawn again and
 * again (some intents, one to four examples each, further sentences to sort), and the map's rows moved so that these are sorted
 * right (prototypical networks, Snell et al. 2017; Adam). It starts from the map of learn-map.ts and stays near it.
 */
import type { Projection } from '#bot/members/projection.ts';
import { dice } from '#scripts/data/corpora.ts';
import { type Matrix, multiply, transposed } from '#scripts/data/matrix.ts';

const STEPS = 700;
const RATE = 2e-4;
/** Steps are measured by the mean size of the map's numbers, this often. */
const PACE = 30;
/** Pulls back to where the map started. */
const HOME = 0.02;
const INTENTS = 32;
const EXAMPLES = 4;
const FURTHER = 4;
/** How sharply cosines tell intents apart. */
const SCALE = 20;
/** Share of the inputs left out of a task, so that no few of them decide. */
const LEFT_OUT = 0.3;

/** `groups`: the vectors of one intent each. Deterministic; takes minutes. */
export function refineMap(map: Projection, groups: readonly (readonly Float32Array[])[]): Projection {
  const { from, to, middle } = map;
  const chance = dice(1);
  const able = groups.filter((group) => group.length >= EXAMPLES + FURTHER);
  const home: Matrix = { rows: from, columns: to, values: transposed({ rows: to, columns: from, values: map.rows }).values };
  const weights: Matrix = { ...home, values: home.values.slice() };
  const size = (home.values.reduce((sum, v) => sum + Math.abs(v), 0) / home.values.length) * PACE;
  const mean = new Float32Array(from * to);
  const square = new Float32Array(from * to);
  for (let step = 1; step <= STEPS; step++) {
    const gradient = slope(weights, task(able, middle, chance)).values;
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
function task(groups: readonly (readonly Float32Array[])[], middle: Float32Array, chance: () => number): Task {
  const some = shuffled(groups, chance).slice(0, INTENTS);
  const each = 1 + Math.floor(chance() * EXAMPLES);
  const keep = middle.map(() => (chance() < LEFT_OUT ? 0 : 1 / (1 - LEFT_OUT)));
  const drawn = some.map((group) => shuffled(group, chance).slice(0, each + FURTHER));
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
function shuffled<T>(list: readonly T[], chance: () => number): T[] {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(chance() * (i + 1));
    [copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
  }
  return copy;
}

/** Of the task's cross entropy, by the weights. */
function slope(weights: Matrix, { intents, examples, further }: Task): Matrix {
  const each = examples.rows / intents;
  const taught = directions(multiply(examples, weights));
  const asked = directions(multiply(further, weights));
  const to = weights.columns;
  const sums: Matrix = { rows: intents, columns: to, values: new Float32Array(intents * to) };
  taught.unit.values.forEach((v, at) => {
    const row = Math.floor(at / to / each) * to + (at % to);
    sums.values[row] = (sums.values[row] ?? 0) + v / each;
  });
  const centres = directions(sums);
  const scores = multiply(asked.unit, transposed(centres.unit));
  for (let i = 0; i < scores.rows; i++) {
    const row = scores.values.subarray(i * intents, (i + 1) * intents);
    const most = row.reduce((a, b) => Math.max(a, b), -1);
    let total = 0;
    for (let k = 0; k < intents; k++) {
      row[k] = Math.exp(SCALE * ((row[k] ?? 0) - most));
      total += row[k] ?? 0;
    }
    for (let k = 0; k < intents; k++)
      row[k] = ((SCALE / scores.rows) * ((row[k] ?? 0) - (Math.floor(i / FURTHER) === k ? total : 0))) / total;
  }
  const ofAsked = along(asked, multiply(scores, centres.unit));
  const ofCentres = along(centres, multiply(transposed(scores), asked.unit));
  const spread = new Float32Array(taught.unit.values.length);
  for (let at = 0; at < spread.length; at++)
    spread[at] = (ofCentres.values[Math.floor(at / to / each) * to + (at % to)] ?? 0) / each;
  const ofTaught = along(taught, { ...taught.unit, values: spread });
  const gradient = multiply(transposed(further), ofAsked);
  multiply(transposed(examples), ofTaught).values.forEach((v, at) => {
    gradient.values[at] = (gradient.values[at] ?? 0) + v;
  });
  return gradient;
}

interface Directions {
  readonly unit: Matrix;
  readonly lengths: Float32Array;
}
function directions({ rows, columns, values }: Matrix): Directions {
  const unit = new Float32Array(values.length);
  const lengths = new Float32Array(rows);
  for (let i = 0; i < rows; i++) {
    let square = 1e-12;
    for (let j = 0; j < columns; j++) square += (values[i * columns + j] ?? 0) ** 2;
    lengths[i] = Math.sqrt(square);
    for (let j = 0; j < columns; j++) unit[i * columns + j] = (values[i * columns + j] ?? 0) / (lengths[i] ?? 1);
  }
  return { unit: { rows, columns, values: unit }, lengths };
}
/** From the slope by the directions to the slope by what they are directions of. */
function along({ unit, lengths }: Directions, slopes: Matrix): Matrix {
  const { rows, columns } = unit;
  const values = new Float32Array(slopes.values.length);
  for (let i = 0; i < rows; i++) {
    let dot = 0;
    for (let at = i * columns; at < (i + 1) * columns; at++) dot += (slopes.values[at] ?? 0) * (unit.values[at] ?? 0);
    for (let at = i * columns; at < (i + 1) * columns; at++)
      values[at] = ((slopes.values[at] ?? 0) - dot * (unit.values[at] ?? 0)) / (lengths[i] ?? 1);
  }
  return { rows, columns, values };
}
