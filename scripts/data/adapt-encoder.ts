/**
 * Learns the low-rank additions to the encoder's matrices from small tasks as in refine-map.ts, through a map that stays as it is: sentences of
 * one intent should come to lie nearer to each other than to others'. Deterministic; takes twenty minutes and 0.4 GB.
 */
import { type Addition, RANK, SHAPES } from '#bot/members/adaptation.ts';
import type { Projection } from '#bot/members/projection.ts';
import type { Weights } from '#bot/members/transformer.ts';
import { dice } from '#scripts/data/corpora.ts';
import { LearningEncoder } from '#scripts/data/encoder-slopes.ts';
import { type Matrix, multiply, transposed } from '#scripts/data/matrix.ts';
import { prototypeSlopes } from '#scripts/data/prototypes.ts';
import { type Pools, tasksOf } from '#scripts/data/tasks.ts';

const STEPS = 900;
const RATE = 1e-3;
const WARM_UP = 20;
const INTENTS = 28;
const EXAMPLES = 3;
const FURTHER = 3;
/** Share of a sentence's pieces left out, so that none decides alone. */
const LEFT_OUT = 0.1;

/** A sentence as the encoder and the word vectors take it. */
export interface Taught {
  readonly pieces: readonly number[];
  readonly words: Float32Array;
}
export interface Course {
  readonly weights: Weights;
  /** From the encoder's vector (of length 1) followed by the words' to the space where intents lie apart. */
  readonly map: Projection;
  readonly pools: Pools<Taught>;
  /** Called now and then; the loss is a running mean, in nats. */
  report(step: number, loss: number): void;
}

/** Starts from additions that add nothing; Adam, with a rate that rises at first and then falls to 0. */
export function adaptEncoder({ weights, map, pools, report }: Course): Addition[] {
  const chance = dice(2);
  const encoder = new LearningEncoder(weights);
  const parts = SHAPES.flatMap(([inner, columns]) => [
    new Float32Array(inner * RANK).map(() => normal(chance) / Math.sqrt(inner)),
    new Float32Array(columns * RANK),
  ]);
  const additions = SHAPES.map(
    (_, i): Addition => ({ down: parts[2 * i] as Float32Array, up: parts[2 * i + 1] as Float32Array }),
  );
  const means = parts.map((part) => new Float32Array(part.length));
  const squares = parts.map((part) => new Float32Array(part.length));
  const draw = tasksOf(pools, INTENTS, EXAMPLES + FURTHER);
  let smooth = 0;
  for (let step = 1; step <= STEPS; step++) {
    const each = 1 + Math.floor(chance() * EXAMPLES);
    const some = draw(chance);
    const taught = some.flatMap((group) => group.slice(0, each)).map((one) => thinned(one, chance));
    const asked = some.flatMap((group) => group.slice(each, each + FURTHER)).map((one) => thinned(one, chance));
    encoder.take(additions);
    const { loss, slopes } = taskSlopes(encoder, map, taught, asked, some.length);
    smooth += (loss - smooth) * (step === 1 ? 1 : 0.05);
    const found = encoder.backward(slopes).flatMap(({ down, up }) => [down, up]);
    const rate = RATE * Math.min(1, step / WARM_UP) * (1 - step / (STEPS + 1));
    const [first, second] = [1 - 0.9 ** step, 1 - 0.999 ** step];
    parts.forEach((part, p) => {
      const [gradient, mean, square] = [found[p], means[p], squares[p]] as [Float32Array, Float32Array, Float32Array];
      for (let i = 0; i < part.length; i++) {
        const g = gradient[i] as number;
        mean[i] = 0.9 * (mean[i] as number) + 0.1 * g;
        square[i] = 0.999 * (square[i] as number) + 0.001 * g * g;
        part[i] =
          (part[i] as number) - (rate * (mean[i] as number)) / first / (Math.sqrt((square[i] as number) / second) + 1e-8);
      }
    });
    if (step % 25 === 0) report(step, smooth);
  }
  return additions;
}

/** The loss of one task and its slopes by the encoder's vectors, first of `taught`, then of `asked`. */
export function taskSlopes(
  encoder: LearningEncoder,
  map: Projection,
  taught: readonly Taught[],
  asked: readonly Taught[],
  intents: number,
): { readonly loss: number; readonly slopes: Float32Array[] } {
  const all = [...taught, ...asked];
  const vectors = encoder.forward(all.map(({ pieces }) => pieces));
  const width = vectors[0]?.length ?? 0;
  const lengths = vectors.map((vector) => Math.hypot(...vector));
  const inputs: Matrix = { rows: all.length, columns: map.from, values: new Float32Array(all.length * map.from) };
  all.forEach(({ words }, s) => {
    const row = inputs.values.subarray(s * map.from, (s + 1) * map.from);
    row.set((vectors[s] as Float32Array).map((v) => v / (lengths[s] as number)));
    row.set(words, width);
    for (let j = 0; j < map.from; j++) row[j] = (row[j] as number) - (map.middle[j] as number);
  });
  const rows: Matrix = { rows: map.to, columns: map.from, values: map.rows };
  const points = multiply(inputs, transposed(rows));
  const cut = taught.length * map.to;
  const { loss, ofTaught, ofAsked } = prototypeSlopes(
    { rows: taught.length, columns: map.to, values: points.values.subarray(0, cut) },
    { rows: asked.length, columns: map.to, values: points.values.subarray(cut) },
    intents,
  );
  const ofPoints = new Float32Array(points.values.length);
  ofPoints.set(ofTaught.values);
  ofPoints.set(ofAsked.values, cut);
  const ofInputs = multiply({ ...points, values: ofPoints }, rows);
  const slopes = vectors.map((vector, s) => {
    const slope = ofInputs.values.subarray(s * map.from, s * map.from + width);
    const length = lengths[s] as number;
    let along = 0;
    for (let j = 0; j < width; j++) along += ((slope[j] as number) * (vector[j] as number)) / length;
    return slope.map((v, j) => (v - (along * (vector[j] as number)) / length) / length);
  });
  return { loss, slopes };
}

function thinned(one: Taught, chance: () => number): Taught {
  const pieces = one.pieces.filter(() => chance() >= LEFT_OUT);
  return pieces.length === 0 ? one : { ...one, pieces };
}
/** Normally distributed (Box and Muller 1958). */
const normal = (chance: () => number): number => Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
