/** Who pays for what: the learner first, then the address, then the site. */
import { describe, expect, it } from 'vitest';
import { instant } from '#domain/time.ts';
import { createLimits, DEFAULT_RATES } from '#gateway/limits.ts';
import type { Rate, RateName } from '#gateway/ports.ts';

const T0 = instant(1_000_000);
const ample: Rate = { count: 1_000_000, perMs: 1_000 };
const AMPLE = Object.fromEntries(Object.keys(DEFAULT_RATES).map((name) => [name, ample])) as Record<RateName, Rate>;
/** Only what is named is scarce. */
const limits = (scarce: Partial<Record<RateName, Rate>>) => createLimits({ ...AMPLE, ...scarce });
const two: Rate = { count: 2, perMs: 10_000 };
const ana = { learner: 'ana', site: 'school', address: '1.1.1.1' };
const ben = { learner: 'ben', site: 'school', address: '1.1.1.1' };
const far = { learner: 'far', site: 'school', address: '2.2.2.2' };
const other = { learner: 'other', site: 'other', address: '3.3.3.3' };
const times = (n: number, take: () => number) => Array.from({ length: n }, take).map((wait) => wait > 0);

describe('limits', () => {
  it('G42 messages are counted by the learner, shortly and by the hour, and are commands as well', () => {
    for (const name of ['messages', 'messagesPerHour', 'commands'] as const) {
      const { message } = limits({ [name]: two });
      expect(
        times(3, () => message(ana, T0)),
        name,
      ).toEqual([false, false, true]);
      expect(message(ben, T0), name).toBe(0);
    }
    const { message, command } = limits({ messages: two, messagesPerHour: two });
    message(ana, T0);
    message(ana, T0);
    expect(command(ana, T0)).toBe(0);
  });

  it('G42 what is reported in passing has a bucket of its own, of the size of the commands’', () => {
    const { command, signal } = limits({ commands: two });
    expect(times(3, () => signal(ana, T0))).toEqual([false, false, true]);
    expect(times(3, () => command(ana, T0))).toEqual([false, false, true]);
  });

  it('G43 an address and a site are bounded, whoever it is that asks; another address or site goes on', () => {
    for (const take of ['message', 'command', 'signal'] as const) {
      const address = limits({ addressCommands: two });
      expect(
        [ana, ben, ana].map((who) => address[take](who, T0) > 0),
        take,
      ).toEqual([false, false, true]);
      expect(address[take](far, T0), take).toBe(0);
      const site = limits({ siteCommands: two });
      expect(
        [ana, far, ben].map((who) => site[take](who, T0) > 0),
        take,
      ).toEqual([false, false, true]);
      expect(site[take](other, T0), take).toBe(0);
    }
  });

  it('G43 who floods spends nothing of what the address and the site share', () => {
    const { message, command, signal } = limits({ messages: two, commands: two, addressCommands: { count: 5, perMs: 10_000 } });
    for (const take of [message, command, signal]) for (let i = 0; i < 50; i += 1) take(ana, T0);
    // Two messages, which are commands; signals are counted apart.
    expect(times(3, () => command(ben, T0)).concat(times(2, () => signal(far, T0)))).toEqual([
      false,
      false,
      true,
      false,
      false,
    ]);
    expect(command({ ...ben, learner: 'third' }, T0)).toBe(0);
    expect(command({ ...ben, learner: 'fourth' }, T0)).toBeGreaterThan(0);
  });

  it('S76 what the pages of a class report in passing costs nobody of them a word', () => {
    for (const name of ['addressCommands', 'siteCommands'] as const) {
      const { message, signal } = limits({ [name]: { count: 20, perMs: 10_000 } });
      for (let n = 0; n < 50; n++) signal({ ...ana, learner: `learner ${n}` }, T0);
      expect([signal(ben, T0) > 0, message(ben, T0)], name).toEqual([true, 0]);
    }
  });

  it('S77 uploads that break off are no files, as many as there may be files', () => {
    const { file, brokeOff } = limits({ files: two });
    const tries = () => {
      const wait = file(ana, T0);
      if (wait === 0) brokeOff(ana, T0);
      return wait;
    };
    expect(times(5, tries)).toEqual([false, false, false, false, true]);
    const site = limits({ filesOfSite: two });
    for (let n = 0; n < 9; n++) {
      site.file(ana, T0);
      site.brokeOff(ana, T0);
    }
    expect(times(3, () => site.file(ben, T0))).toEqual([false, false, true]);
  });

  it('G72 files are counted by the person, then by the site', () => {
    const person = limits({ files: two });
    expect(times(3, () => person.file(ana, T0))).toEqual([false, false, true]);
    expect(person.file(ben, T0)).toBe(0);
    const site = limits({ filesOfSite: two });
    expect([ana, far, ben].map((who) => site.file(who, T0) > 0)).toEqual([false, false, true]);
    expect(site.file(other, T0)).toBe(0);
  });

  it('G40 G43 P22 new learners are counted by address, handshakes together, events by socket', () => {
    const { newLearner, handshake, socketEvents } = limits({ newLearners: two, handshakes: two, socketEvents: two });
    expect(times(3, () => newLearner('1.1.1.1', T0))).toEqual([false, false, true]);
    expect(newLearner('2.2.2.2', T0)).toBe(0);
    expect(times(3, () => handshake(T0))).toEqual([false, false, true]);
    const [one, another] = [socketEvents(), socketEvents()];
    expect(times(3, () => one.take('', T0))).toEqual([false, false, true]);
    expect(another.take('', T0)).toBe(0);
  });

  it('G40 G42 unless the owner says otherwise: ten messages in ten seconds, two hundred an hour, thirty events a second', () => {
    expect(DEFAULT_RATES).toMatchObject({
      messages: { count: 10, perMs: 10_000 },
      messagesPerHour: { count: 200, perMs: 3_600_000 },
      socketEvents: { count: 30, perMs: 1_000 },
    });
  });
});
