/** The parts of a transformer's layer that are no products with a matrix, each with its way back from slopes by its output to slopes by its input. */
import { EPSILON, HEADS, type Norm } from '#bot/members/transformer.ts';

/** `slopes`: by the output, and then by the input `from`. */
export function normBack(from: Float32Array, { scale }: Norm, slopes: Float32Array, rows: number, width: number): void {
  for (let row = 0; row < rows; row++) {
    const at = row * width;
    const [mean, factor] = measure(from, at, width);
    let sum = 0;
    let along = 0;
    for (let i = 0; i < width; i++) {
      const slope = (slopes[at + i] as number) * (scale[i] as number);
      slopes[at + i] = slope;
      sum += slope;
      along += slope * ((from[at + i] as number) - mean) * factor;
    }
    for (let i = 0; i < width; i++) {
      const place = ((from[at + i] as number) - mean) * factor;
      slopes[at + i] = factor * ((slopes[at + i] as number) - sum / width - (place * along) / width);
    }
  }
}
function measure(from: Float32Array, at: number, width: number): [mean: number, factor: number] {
  let sum = 0;
  for (let i = 0; i < width; i++) sum += from[at + i] as number;
  const mean = sum / width;
  let square = 0;
  for (let i = 0; i < width; i++) square += ((from[at + i] as number) - mean) ** 2;
  return [mean, 1 / Math.sqrt(square / width + EPSILON)];
}

type Sentences = readonly { readonly length: number }[];
/** Scaled dot-product attention within each sentence; gives who heeds whom how much: per sentence, head and row as many numbers as pieces. */
export function attend(queries: Float32Array, width: number, sentences: Sentences, into: Float32Array): Float32Array {
  const [stride, part] = [3 * width, width / HEADS];
  const scale = 1 / Math.sqrt(part);
  const chances = new Float32Array(sentences.reduce((sum, { length }) => sum + length * length * HEADS, 0));
  let first = 0;
  let to = 0;
  for (const { length } of sentences) {
    for (let head = 0; head < width; head += part)
      for (let row = first; row < first + length; row++, to += length) {
        const query = row * stride + head;
        let most = Number.NEGATIVE_INFINITY;
        for (let other = 0; other < length; other++) {
          const score = dot(queries, query, (first + other) * stride + width + head, part) * scale;
          chances[to + other] = score;
          most = Math.max(most, score);
        }
        let sum = 0;
        for (let other = 0; other < length; other++)
          sum += chances[to + other] = Math.exp((chances[to + other] as number) - most);
        const at = row * width + head;
        into.fill(0, at, at + part);
        for (let other = 0; other < length; other++) {
          const chance = (chances[to + other] as number) / sum;
          chances[to + other] = chance;
          addTimes(into, at, chance, queries, (first + other) * stride + 2 * width + head, part);
        }
      }
    first += length;
  }
  return chances;
}
/** `slopes`: by the output. `into`: by queries, keys and values, overwritten. */
export function attendBack(
  queries: Float32Array,
  width: number,
  sentences: Sentences,
  chances: Float32Array,
  slopes: Float32Array,
  into: Float32Array,
): void {
  const [stride, part] = [3 * width, width / HEADS];
  const scale = 1 / Math.sqrt(part);
  into.fill(0);
  let first = 0;
  let to = 0;
  for (const { length } of sentences) {
    const ofChances = new Float64Array(length);
    for (let head = 0; head < width; head += part)
      for (let row = first; row < first + length; row++, to += length) {
        const at = row * width + head;
        const query = row * stride + head;
        let mean = 0;
        for (let other = 0; other < length; other++) {
          const value = (first + other) * stride + 2 * width + head;
          const chance = chances[to + other] as number;
          let sum = 0;
          for (let i = 0; i < part; i++) sum += (slopes[at + i] as number) * (queries[value + i] as number);
          ofChances[other] = sum;
          mean += sum * chance;
          addTimes(into, value, chance, slopes, at, part);
        }
        for (let other = 0; other < length; other++) {
          const key = (first + other) * stride + width + head;
          const slope = (chances[to + other] as number) * ((ofChances[other] as number) - mean) * scale;
          addTimes(into, query, slope, queries, key, part);
          addTimes(into, key, slope, queries, query, part);
        }
      }
    first += length;
  }
}
function dot(values: Float32Array, a: number, b: number, length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += (values[a + i] as number) * (values[b + i] as number);
  return sum;
}
function addTimes(into: Float32Array, at: number, times: number, from: Float32Array, where: number, length: number): void {
  for (let i = 0; i < length; i++) into[at + i] = (into[at + i] as number) + times * (from[where + i] as number);
}
