import { describe, expect, it } from 'vitest';
import { instant } from '#domain/time.ts';
import { parse } from '#gateway/parse.ts';
import { signalRequest } from '#gateway/payloads.ts';
import { createTracked, MAX_TRACKED_CONVERSATIONS } from '#gateway/tracked.ts';

const NOW = instant(1_700_000_000_000);
const event = (id: string, agoMs?: number) => ({ id, name: `e${id}`, props: {}, ...(agoMs === undefined ? {} : { agoMs }) });
const read = (events: unknown) => parse(signalRequest, { conversation: '0'.repeat(32), signal: { type: 'track', events } });
const good = { id: 'a1', name: 'video-played', props: { lesson: 3, title: 'Loops', done: false }, agoMs: 5 };

describe('what a host page tells of its learner', () => {
  it('W94 is read field by field; what does not fit is refused with the field that is wrong', () => {
    expect(read([good])).toMatchObject({ ok: true, value: { signal: { type: 'track', events: [good] } } });
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`p${at}`, at]));
    const wrong: readonly [unknown, RegExp][] = [
      ['no list', /events: must be a list/],
      [Array(6).fill(good), /at most 5/],
      [[{ ...good, id: 'G' }], /events\[0\]\.id: must be 1 to 32 hex/],
      [[{ ...good, name: ' ' }], /name: must not be empty/],
      [[{ ...good, name: 'n'.repeat(61) }], /name: at most 60/],
      [[{ ...good, props: [] }], /props: must be an object/],
      [[{ ...good, props: many }], /props: at most 8/],
      [[{ ...good, props: { ['k'.repeat(41)]: 1 } }], /at most 40/],
      [[{ ...good, props: { a: 'v'.repeat(101) } }], /props\.a: at most 100/],
      [[{ ...good, props: { a: { b: 1 } } }], /props\.a: must be a text, a number/],
      [[{ ...good, props: { a: Number.NaN } }], /props\.a: must be a text, a number/],
      [[{ ...good, agoMs: -1 }], /agoMs: must be a whole number/],
    ];
    for (const [events, why] of wrong) {
      const parsed = read(events);
      expect(parsed.ok ? 'read' : parsed.detail).toMatch(why);
    }
    const odd = read([{ ...good, props: JSON.parse('{"__proto__":"x"}'), name: 'a\u202eb\nc' }]);
    expect(odd).toMatchObject({ ok: true, value: { signal: { events: [{ name: 'ab c' }] } } });
  });

  it('W94 told again it counts once and keeps its time; the last 20 stay, in the order of time', () => {
    const held = createTracked();
    const of = () => held.of('c').map(({ id }) => id);
    expect(held.add('c', [event('1', 5_000), event('2', 1_000)], NOW)).toBe(true);
    expect(held.add('c', [event('1', 9_000)], instant(NOW + 4_500))).toBe(false);
    expect(held.of('c')[0]?.at).toBe(NOW - 5_000);
    // Nobody knows when, or the clock is wrong: before all others.
    held.add('c', [event('a'), event('b', 90_000_000)], NOW);
    expect(of()).toEqual(['a', 'b', '1', '2']);
    expect(held.of('c')[1]?.at).toBeNull();
    for (let at = 0; at < 19; at++) held.add('c', [event(`f${at.toString(16)}`, 0)], instant(NOW + 10 + at));
    expect(of()).toHaveLength(20);
    expect(of()[0]).toBe('2');
    expect(held.add('c', [event('1', 6_000)], instant(NOW + 1_000))).toBe(false);
    expect(of()[0]).toBe('2');
  });

  it('W94 a bounded number of conversations is remembered, those told of last', () => {
    const held = createTracked();
    for (let at = 0; at < MAX_TRACKED_CONVERSATIONS; at++) held.add(`c${at}`, [event('1', 0)], NOW);
    held.add('c0', [event('2', 0)], NOW);
    held.add('new', [event('1', 0)], NOW);
    expect(held.of('c1')).toEqual([]);
    expect(held.of('c0')).toHaveLength(2);
    expect(held.of('new')).toHaveLength(1);
  });
});
