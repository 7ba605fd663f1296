/** Words to the encoder's pieces: the likeliest split under a unigram model (SentencePiece), by dynamic programming. */

/** [piece, log probability], in order of their numbers. */
export type PieceList = readonly (readonly [string, number])[];

/** The first numbers are reserved for control marks. */
const RESERVED = 6;
const UNKNOWN = 0;
/** Far below any piece: a character that no piece has is taken alone. */
const UNKNOWN_SCORE = -20;
/** The encoder reads no further. */
const MAX_PIECES = 100;
const MAX_CHARS = 600;

export class Pieces {
  readonly #pieces = new Map<string, readonly [id: number, score: number]>();
  readonly #longest: number;

  constructor(list: PieceList) {
    let longest = 1;
    list.forEach(([piece, score], id) => {
      if (id < RESERVED) return;
      this.#pieces.set(piece, [id, score]);
      longest = Math.max(longest, piece.length);
    });
    this.#longest = longest;
  }

  /** At most MAX_PIECES numbers; runs of unknown characters are one. */
  split(sentence: string): number[] {
    const text = `▁${sentence.slice(0, MAX_CHARS).normalize('NFKC').replaceAll(' ', '▁')}`;
    const best = new Float64Array(text.length + 1).fill(Number.NEGATIVE_INFINITY);
    const from = new Int32Array(text.length + 1);
    const piece = new Int32Array(text.length + 1);
    best[0] = 0;
    const offer = (at: number, to: number, id: number, score: number): void => {
      if (score <= (best[to] ?? 0)) return;
      best[to] = score;
      from[to] = at;
      piece[to] = id;
    };
    for (let at = 0; at < text.length; at++) {
      const here = best[at] ?? 0;
      for (let length = 1; length <= this.#longest && at + length <= text.length; length++) {
        const found = this.#pieces.get(text.slice(at, at + length));
        if (found !== undefined) offer(at, at + length, found[0], here + found[1]);
      }
      offer(at, at + 1, UNKNOWN, here + UNKNOWN_SCORE);
    }
    const ids: number[] = [];
    for (let to = text.length; to > 0; to = from[to] ?? 0)
      if (piece[to] !== UNKNOWN || ids.at(-1) !== UNKNOWN) ids.push(piece[to] ?? UNKNOWN);
    return ids.reverse().slice(0, MAX_PIECES);
  }
}
