/**
 * How well points tell intents apart: each intent's examples have a mean direction, and the further points of the task should lie nearest to
 * that of their own intent (prototypical networks, Snell et al. 2017).
 */
import { type Matrix, multiply, transposed } from '#scripts/data/matrix.ts';

/** How sharply cosines tell intents apart. */
const SCALE = 20;

export interface PrototypeSlopes {
  /** Cross entropy of the further points, in nats. */
  readonly loss: number;
  readonly ofTaught: Matrix;
  readonly ofAsked: Matrix;
}
/** Slopes of the loss by the points. Both have as many rows per intent, intent after intent. */
export function prototypeSlopes(taughtPoints: Matrix, askedPoints: Matrix, intents: number): PrototypeSlopes {
  const each = taughtPoints.rows / intents;
  const further = askedPoints.rows / intents;
  const taught = directions(taughtPoints);
  const asked = directions(askedPoints);
  const to = taughtPoints.columns;
  const sums: Matrix = { rows: intents, columns: to, values: new Float32Array(intents * to) };
  taught.unit.values.forEach((v, at) => {
    const row = Math.floor(at / to / each) * to + (at % to);
    sums.values[row] = (sums.values[row] ?? 0) + v / each;
  });
  const centres = directions(sums);
  const scores = multiply(asked.unit, transposed(centres.unit));
  let loss = 0;
  for (let i = 0; i < scores.rows; i++) {
    const row = scores.values.subarray(i * intents, (i + 1) * intents);
    const most = row.reduce((a, b) => Math.max(a, b), -1);
    const own = Math.floor(i / further);
    let total = 0;
    for (let k = 0; k < intents; k++) {
      row[k] = Math.exp(SCALE * ((row[k] ?? 0) - most));
      total += row[k] ?? 0;
    }
    loss -= Math.log((row[own] ?? 0) / total + 1e-12) / scores.rows;
    for (let k = 0; k < intents; k++) row[k] = ((SCALE / scores.rows) * ((row[k] ?? 0) - (own === k ? total : 0))) / total;
  }
  const ofAsked = along(asked, multiply(scores, centres.unit));
  const ofCentres = along(centres, multiply(transposed(scores), asked.unit));
  const spread = new Float32Array(taught.unit.values.length);
  for (let at = 0; at < spread.length; at++)
    spread[at] = (ofCentres.values[Math.floor(at / to / each) * to + (at % to)] ?? 0) / each;
  return { loss, ofTaught: along(taught, { ...taught.unit, values: spread }), ofAsked };
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
