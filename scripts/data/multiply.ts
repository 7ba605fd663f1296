// Makes server/bot/data/multiply.wasm: the product of a few rows with a packed matrix, and products and sums of two rows, in WebAssembly with SIMD.
// `npx tsx scripts/data/multiply.ts` writes it; a test holds that the file is what this makes.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import wabt from 'wabt';

const FILE = fileURLToPath(new URL('../../server/bot/data/multiply.wasm', import.meta.url));

/** Rows of one tile: with 8 columns it takes 12 of the 16 registers for sums, two for weights and one for the row's number. */
const TALLEST = 6;
/** Steps of the inner loop written out; every inner length is a multiple of it. */
const UNROLLED = 4;

const times = (n: number, write: (i: number) => string): string => Array.from({ length: n }, (_, i) => write(i)).join('\n');

/** Sums of `rows` rows of `a` with eight columns of `b`, begun with the columns' bias. */
const tile = (rows: number): string => `
(func $tile${rows}
  (param $a i32) (param $b i32) (param $bias i32) (param $c i32) (param $aRow i32) (param $cRow i32) (param $positive i32)
  (local $end i32) (local $left v128) (local $right v128) (local $one v128) (local $zero v128)
  ${times(rows, (i) => `(local $p${i} i32) (local $x${i} v128) (local $y${i} v128)`)}
  (local.set $p0 (local.get $a))
  ${times(rows - 1, (i) => `(local.set $p${i + 1} (i32.add (local.get $p${i}) (local.get $aRow)))`)}
  ${times(rows, (i) => `(local.set $x${i} (v128.load (local.get $bias))) (local.set $y${i} (v128.load offset=16 (local.get $bias)))`)}
  (local.set $end (i32.add (local.get $a) (local.get $aRow)))
  (loop $inner
    ${times(
      UNROLLED,
      (u) => `
    (local.set $left (v128.load offset=${u * 32} (local.get $b)))
    (local.set $right (v128.load offset=${u * 32 + 16} (local.get $b)))
    ${times(
      rows,
      (i) => `
    (local.set $one (v128.load32_splat offset=${u * 4} (local.get $p${i})))
    (local.set $x${i} (f32x4.add (local.get $x${i}) (f32x4.mul (local.get $one) (local.get $left))))
    (local.set $y${i} (f32x4.add (local.get $y${i}) (f32x4.mul (local.get $one) (local.get $right))))`,
    )}`,
    )}
    (local.set $b (i32.add (local.get $b) (i32.const ${UNROLLED * 32})))
    ${times(rows, (i) => `(local.set $p${i} (i32.add (local.get $p${i}) (i32.const ${UNROLLED * 4})))`)}
    (br_if $inner (i32.lt_u (local.get $p0) (local.get $end))))
  (if (local.get $positive) (then
    ${times(rows, (i) => `(local.set $x${i} (f32x4.max (local.get $x${i}) (local.get $zero))) (local.set $y${i} (f32x4.max (local.get $y${i}) (local.get $zero)))`)}))
  ${times(
    rows,
    (i) => `
  (v128.store (local.get $c) (local.get $x${i}))
  (v128.store offset=16 (local.get $c) (local.get $y${i}))
  (local.set $c (i32.add (local.get $c) (local.get $cRow)))`,
  )})`;

const call = (rows: number): string =>
  `(call $tile${rows} (local.get $pa) (local.get $b) (local.get $bias) (local.get $pc) (local.get $aRow) (local.get $cRow) (local.get $positive))`;

/** Vectors of four numbers that a step over two rows takes at once, so that no sum waits for itself. */
const ABREAST = 4;
const QUARTERS = ['s', 't', 'u', 'v'] as const;
/** From `$a` to `$end`, with `$b` beside it. */
const alongRows = (step: string): string => `
  (local.set $end (i32.add (local.get $a) (local.get $bytes)))
  (block $done
    (br_if $done (i32.eqz (local.get $bytes)))
    (loop $on
      ${step}
      (local.set $a (i32.add (local.get $a) (i32.const ${ABREAST * 16})))
      (local.set $b (i32.add (local.get $b) (i32.const ${ABREAST * 16})))
      (br_if $on (i32.lt_u (local.get $a) (local.get $end)))))`;
const rows = `
(func (export "dot") (param $a i32) (param $b i32) (param $bytes i32) (result f32)
  (local $end i32) ${QUARTERS.map((q) => `(local $${q} v128)`).join(' ')}
  ${alongRows(
    times(ABREAST, (i) => {
      const product = `(f32x4.mul (v128.load offset=${i * 16} (local.get $a)) (v128.load offset=${i * 16} (local.get $b)))`;
      return `(local.set $${QUARTERS[i]} (f32x4.add (local.get $${QUARTERS[i]}) ${product}))`;
    }),
  )}
  (local.set $s (f32x4.add (f32x4.add (local.get $s) (local.get $t)) (f32x4.add (local.get $u) (local.get $v))))
  (f32.add
    (f32.add (f32x4.extract_lane 0 (local.get $s)) (f32x4.extract_lane 1 (local.get $s)))
    (f32.add (f32x4.extract_lane 2 (local.get $s)) (f32x4.extract_lane 3 (local.get $s)))))
(func (export "add") (param $a i32) (param $b i32) (param $step f32) (param $bytes i32)
  (local $end i32) (local $steps v128)
  (local.set $steps (f32x4.splat (local.get $step)))
  ${alongRows(
    times(ABREAST, (i) => {
      const more = `(f32x4.mul (local.get $steps) (v128.load offset=${i * 16} (local.get $b)))`;
      return `(v128.store offset=${i * 16} (local.get $a) (f32x4.add (v128.load offset=${i * 16} (local.get $a)) ${more}))`;
    }),
  )})`;

/** Panel by panel, so that eight columns stay in the processor's cache while all rows pass over them. */
const text = `(module
(import "js" "memory" (memory 1))
${rows}
${times(TALLEST, (i) => tile(i + 1))}
(func (export "multiply")
  (param $a i32) (param $b i32) (param $bias i32) (param $c i32) (param $rows i32) (param $inner i32) (param $columns i32) (param $positive i32)
  (local $aRow i32) (local $cRow i32) (local $rest i32) (local $pa i32) (local $pc i32) (local $end i32)
  (local.set $aRow (i32.shl (local.get $inner) (i32.const 2)))
  (local.set $cRow (i32.shl (local.get $columns) (i32.const 2)))
  (local.set $end (i32.add (local.get $c) (local.get $cRow)))
  (loop $panel
    (local.set $rest (local.get $rows))
    (local.set $pa (local.get $a))
    (local.set $pc (local.get $c))
    (block $few
      (loop $tall
        (br_if $few (i32.lt_u (local.get $rest) (i32.const ${TALLEST})))
        ${call(TALLEST)}
        (local.set $rest (i32.sub (local.get $rest) (i32.const ${TALLEST})))
        (local.set $pa (i32.add (local.get $pa) (i32.mul (local.get $aRow) (i32.const ${TALLEST}))))
        (local.set $pc (i32.add (local.get $pc) (i32.mul (local.get $cRow) (i32.const ${TALLEST}))))
        (br $tall)))
    ${times(TALLEST - 1, (i) => `(if (i32.eq (local.get $rest) (i32.const ${i + 1})) (then ${call(i + 1)}))`)}
    (local.set $b (i32.add (local.get $b) (i32.shl (local.get $aRow) (i32.const 3))))
    (local.set $bias (i32.add (local.get $bias) (i32.const 32)))
    (local.set $c (i32.add (local.get $c) (i32.const 32)))
    (br_if $panel (i32.lt_u (local.get $c) (local.get $end))))))`;

/** The module's bytes. */
export async function assemble(): Promise<Buffer> {
  const module = (await wabt()).parseWat('multiply.wat', text, { simd: true });
  try {
    return Buffer.from(module.toBinary({}).buffer);
  } finally {
    module.destroy();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(FILE, await assemble());
