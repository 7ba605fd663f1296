import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { deserialize, serialize } from 'node:v8';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Hints, Matcher } from '#bot/matcher.ts';
import { type Encoding, openEncoding } from '#bot/members/encoding.ts';
import { hear } from '#bot/members/hearing.ts';
import { encodeKept } from '#bot/members/kept-vectors.ts';
import { read } from '#bot/normalise.ts';
import { SITE } from '#bot/table.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'handraise-encoding-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** A thread that answers each request by `body`, in terms of `m` (the request) and `port`. */
function thread(body: string): Encoding {
  const file = join(home, 'thread.mjs');
  writeFileSync(file, `import { parentPort as port } from 'node:worker_threads';\nport.on('message', (m) => { ${body} });\n`);
  return openEncoding(pathToFileURL(file));
}
/** A matcher that wants a vector for everything it has none for. */
function wishful(hints: Hints | null, seen: string[]): Matcher {
  return {
    hearing: (more) => wishful(more, seen),
    match(reading) {
      const has = hints?.vectors.has(reading.source) === true;
      if (!has) hints?.wanted.add(reading.source);
      seen.push(has ? 'with' : 'without');
      return {
        how: 'none',
        verdict: 'unknown',
        intent: null,
        score: 0,
        by: null,
        runnerUp: null,
        candidates: [],
        captures: {},
        answers: [],
      };
    },
  };
}

describe('the sentence encoder in its thread', () => {
  test('B63 an unsure message waits for its vector and is judged again with it', async () => {
    const encoding = thread('port.postMessage({ id: m.id, vectors: m.sentences.map(() => new Float32Array(512)) })');
    const seen: string[] = [];
    await hear(wishful(null, seen), encoding, (matcher) => matcher.match(read('hello'), 'en', SITE));
    expect(seen).toEqual(['without', 'with']);
    encoding.close();
  });

  test.each([
    ['breaks', 'throw new Error("broken")'],
    ['is not installed', 'port.postMessage({ id: m.id, vectors: null })'],
  ])('B63 when it %s every message is answered without it', async (_, body) => {
    const encoding = thread(body);
    const seen: string[] = [];
    const ask = () => hear(wishful(null, seen), encoding, (matcher) => matcher.match(read('hello'), 'en', SITE));
    await Promise.all([ask(), ask()]);
    await ask();
    expect(seen).toEqual(['without', 'without', 'without']);
    encoding.close();
  });

  test('B63 a thread that hangs holds nobody up', async () => {
    const encoding = thread('');
    await expect(encoding.encode(['hello'], 20)).resolves.toBeNull();
    encoding.close();
  });

  test('D22 in a rush the next message goes on without the encoder at once, and is let in again afterwards', async () => {
    const encoding = thread(
      'setTimeout(() => port.postMessage({ id: m.id, vectors: m.sentences.map(() => new Float32Array(512)) }), 5)',
    );
    // Its thread has started.
    await encoding.encode(['hello']);
    const rush = await Promise.all(Array.from({ length: 50 }, () => encoding.encode(['hello'], 5_000)));
    expect(rush[0]).not.toBeNull();
    expect(rush.filter((vectors) => vectors === null).length).toBeGreaterThan(40);
    await expect(encoding.encode(['hello'], 5_000)).resolves.not.toBeNull();
    // A table's own sentences are in no hurry and always get their turn.
    const table = await Promise.all(Array.from({ length: 10 }, () => encoding.encode(['hello'])));
    expect(table).not.toContain(null);
    encoding.close();
  });

  test('D22 who waits behind others is answered without the encoder when its thread is slow; the first in line waits on', async () => {
    const encoding = thread(
      'setTimeout(() => port.postMessage({ id: m.id, vectors: m.sentences.map(() => new Float32Array(512)) }), 200)',
    );
    const [first, second] = [encoding.encode(['first'], 5_000), encoding.encode(['second'], 5_000)];
    await expect(second).resolves.toBeNull();
    await expect(first).resolves.not.toBeNull();
    encoding.close();
  });

  test('B63, D61 what was encoded once is kept; a damaged file is encoded anew, and B94 another encoder’s', async () => {
    const file = join(home, 'en.vectors');
    const asked: string[] = [];
    const encoding: Encoding = {
      encode: async (sentences) => {
        asked.push(...sentences);
        return sentences.map(() => new Float32Array(512));
      },
      close: () => undefined,
    };
    await encodeKept(['a', 'b'], encoding, file);
    expect((await encodeKept(['b', 'c'], encoding, file))?.size).toBe(2);
    expect(asked).toEqual(['a', 'b', 'c']);
    await encodeKept(['b'], encoding, file);
    const { vectors: left } = deserialize(readFileSync(file)) as { vectors: ReadonlyMap<string, unknown> };
    expect([...left.keys()], 'D61 what was taken out of the table').toEqual(['b']);
    writeFileSync(file, 'damaged');
    await encodeKept(['b'], encoding, file);
    expect(asked.at(-1)).toBe('b');
    await encodeKept(['b'], encoding, file);
    expect(asked).toHaveLength(4);
    const vectors = new Map([['b', new Float32Array(512)]]);
    writeFileSync(file, serialize({ by: 'another', vectors }));
    await encodeKept(['b'], encoding, file);
    expect(asked).toHaveLength(5);
    // As files were before they said whose they are.
    writeFileSync(file, serialize(vectors));
    await encodeKept(['b'], encoding, file);
    expect(asked).toHaveLength(6);
  });
});
