/** What a bench says about one run: accuracy, calibration, and how well "out of scope" is told from "in scope". */

export interface Judged {
  /** The intent it is; null: out of scope. */
  readonly expected: string | null;
  /** The likeliest intent; null: none. */
  readonly best: string | null;
  /** Its probability, 0 to 1. */
  readonly probability: number;
  /** The larger, the more in scope; any scale. */
  readonly familiarity: number;
  /** At the threshold that the bot itself chose. */
  readonly accepted: boolean;
}
/** Shares 0 to 1; null where the test has no rows out of scope. */
export interface Figures {
  readonly accuracy: number;
  readonly macroF1: number;
  /** Expected calibration error over ten equal bins of probability, in-scope rows. */
  readonly ece: number;
  readonly oosAuroc: number | null;
  /** Share of out-of-scope rows refused by the threshold that accepts 95% of the in-scope rows. */
  readonly oosRecallAt95: number | null;
  readonly accepted: number;
  readonly oosCaught: number | null;
}

export function figuresOf(rows: readonly Judged[]): Figures {
  const inside = rows.filter(({ expected }) => expected !== null);
  const outside = rows.filter(({ expected }) => expected === null);
  const scores = inside.map(({ familiarity }) => familiarity).sort((a, b) => a - b);
  const floor = scores[Math.floor(scores.length * 0.05)] ?? Number.NEGATIVE_INFINITY;
  const or = (value: number): number | null => (outside.length === 0 ? null : value);
  return {
    accuracy: share(inside, (row) => row.best === row.expected),
    macroF1: macroF1(inside),
    ece: calibrationError(inside),
    oosAuroc: or(
      areaUnderCurve(
        scores,
        outside.map(({ familiarity }) => familiarity),
      ),
    ),
    oosRecallAt95: or(share(outside, (row) => row.familiarity < floor)),
    accepted: share(inside, (row) => row.accepted),
    oosCaught: or(share(outside, (row) => !row.accepted)),
  };
}

const share = <T>(rows: readonly T[], is: (row: T) => boolean): number => rows.filter(is).length / (rows.length || 1);

/** The mean over the intents that occur in the test. */
function macroF1(rows: readonly Judged[]): number {
  const intents = new Set(rows.map(({ expected }) => expected));
  let sum = 0;
  for (const intent of intents) {
    const right = rows.filter((row) => row.expected === intent && row.best === intent).length;
    const there = rows.filter((row) => row.expected === intent).length;
    const said = rows.filter((row) => row.best === intent).length;
    sum += (2 * right) / (there + said || 1);
  }
  return sum / (intents.size || 1);
}

const BINS = 10;
function calibrationError(rows: readonly Judged[]): number {
  const bins = Array.from({ length: BINS }, () => ({ right: 0, said: 0 }));
  for (const { probability, best, expected } of rows) {
    const bin = bins[Math.min(BINS - 1, Math.floor(probability * BINS))];
    if (bin === undefined) continue;
    bin.said += probability;
    if (best === expected) bin.right++;
  }
  return bins.reduce((sum, { right, said }) => sum + Math.abs(right - said), 0) / (rows.length || 1);
}

/** The chance that a row in scope scores above one out of scope; ties count half. */
function areaUnderCurve(inside: readonly number[], outside: readonly number[]): number {
  const all = [...inside.map((score) => ({ score, in: true })), ...outside.map((score) => ({ score, in: false }))];
  all.sort((a, b) => a.score - b.score);
  let ranks = 0;
  for (let i = 0; i < all.length; ) {
    let j = i;
    while (j < all.length && all[j]?.score === all[i]?.score) j++;
    for (let k = i; k < j; k++) if (all[k]?.in === true) ranks += (i + j + 1) / 2;
    i = j;
  }
  return (ranks - (inside.length * (inside.length + 1)) / 2) / (inside.length * outside.length || 1);
}
