import { describe, expect, it } from 'vitest';
import { ALWAYS_OPEN, type Hours, isOpen, nextOpen, nextWords, parseHours, todayWords } from '#domain/hours.ts';
import { instant } from '#domain/time.ts';
import { instantOf, parseDay, wallTime, weekdayOf } from '#domain/zone.ts';

const at = (iso: string) => instant(Date.parse(iso));
function hours(text: string, zone = 'Europe/Berlin', holidays = ''): Hours {
  const parsed = parseHours(text, zone, holidays);
  if (!parsed.ok) throw new Error(parsed.faults.join('; '));
  return parsed.hours;
}
const faults = (text: string, zone = 'UTC', holidays = '') => {
  const parsed = parseHours(text, zone, holidays);
  return parsed.ok ? [] : parsed.faults;
};

describe('business hours', () => {
  it('H1 are read per weekday, with ranges over Sunday, several spans and nights', () => {
    const week = hours('Sat-Mon 09:00-12:00 13:00-18:00, Wed 22:00-02:00', 'UTC').week;
    expect(week[0]).toEqual([
      { from: 540, to: 720 },
      { from: 780, to: 1080 },
    ]);
    expect(week[1]).toEqual([]);
    expect(week[2]).toEqual([{ from: 1320, to: 1440 }]);
    expect(week[3]).toEqual([{ from: 0, to: 120 }]);
    expect(week[5]).toEqual(week[0]);
  });

  it('H1 touching spans are one', () => {
    const whole = [{ from: 540, to: 1080 }];
    for (const text of [
      'Mon 09:00-12:00, Monday 12:00-18:00',
      'Mon 09:00-18:00 10:00-11:00',
      'Mon 12:00-18:00; Mon 09:00-12:00',
    ])
      expect(hours(text).week[0], text).toEqual(whole);
    // Until midnight is not into the next day.
    expect(hours('Mon 22:00-00:00').week.slice(0, 2)).toEqual([[{ from: 1320, to: 1440 }], []]);
  });

  it('H1 a weekday is its name or a usual short form, in any case, and an en dash is as good as a hyphen', () => {
    const usual = hours('Mon-Fri 09:00-17:00').week;
    for (const days of ['Mon–Fri', 'monday-FRIDAY', 'Mon-Thur, fri', 'Mon-Thurs, Fri', 'mon, Tues-fri']) {
      const written = days.split(', ').map((day) => `${day} 09:00–17:00`);
      expect(hours(written.join(', ')).week, days).toEqual(usual);
    }
  });

  it.each(['Mon/Wed/Fri', 'Mon+Tue', 'Mon-Wed-Fri', 'Mon–Wed–Fri', 'Mon-', 'Monkey', 'Mond', 'Mon—Fri'])(
    'H2 "%s" is not half understood, and the fault shows how several days are written',
    (days) => {
      const [fault, ...more] = faults(`${days} 09:00-17:00`);
      expect(more).toEqual([]);
      expect(fault).toContain(`"${days}"`);
      expect(fault).toContain('"Mon 09:00-17:00, Wed 09:00-17:00"');
    },
  );

  it('H2 every fault is reported at once, with what to write', () => {
    const all = faults('Mun 9-18, Tue, Wed 25:00-26:00', 'Berlin', '2026-02-30');
    expect(all).toHaveLength(6);
    for (const fault of all) expect(fault).toMatch(/write/);
    expect(faults('')).toHaveLength(1);
    expect(faults('Mon 09:00-09:00')).toHaveLength(1);
    for (const span of ['09:00-24:30', '09:60-12:00', '24:00-02:00', '09:00-12:00-18:00'])
      expect(faults(`Mon ${span}`), span).toEqual([expect.stringContaining(`"${span}" is no span`)]);
  });

  it('H3 open is from the first minute to before the last, in the zone', () => {
    const week = hours('Mon-Fri 09:00-18:00');
    expect(isOpen(week, at('2026-01-12T07:59:59Z'))).toBe(false);
    expect(isOpen(week, at('2026-01-12T08:00:00Z'))).toBe(true);
    expect(isOpen(week, at('2026-01-12T16:59:59Z'))).toBe(true);
    expect(isOpen(week, at('2026-01-12T17:00:00Z'))).toBe(false);
    expect(isOpen(week, at('2026-07-13T07:00:00Z'))).toBe(true);
    expect(isOpen(week, at('2026-01-11T12:00:00Z'))).toBe(false);
  });

  it('H3 always is always, also over both clock changes', () => {
    const always = hours(ALWAYS_OPEN);
    for (let h = 0; h < 24 * 400; h += 1)
      expect(isOpen(always, instant(Date.parse('2026-01-01T00:00Z') + h * 3_600_000))).toBe(true);
    expect(nextOpen(always, at('2026-03-29T01:30:00Z'))).toBeNull();
  });

  it('H4 the next opening: after the weekend, the holiday, the clock change', () => {
    const week = hours('Mon-Fri 09:00-18:00', 'Europe/Berlin', '2026-12-25');
    expect(nextOpen(week, at('2026-01-09T20:00:00Z'))).toBe(at('2026-01-12T08:00:00Z'));
    expect(nextOpen(week, at('2026-01-12T03:00:00Z'))).toBe(at('2026-01-12T08:00:00Z'));
    expect(nextOpen(week, at('2026-01-12T12:00:00Z'))).toBeNull();
    expect(nextOpen(week, at('2026-12-24T20:00:00Z'))).toBe(at('2026-12-28T08:00:00Z'));
    // Summer time begins on Sunday 29 March 2026.
    expect(nextOpen(week, at('2026-03-27T20:00:00Z'))).toBe(at('2026-03-30T07:00:00Z'));
    expect(nextOpen(week, at('2026-10-23T20:00:00Z'))).toBe(at('2026-10-26T08:00:00Z'));
  });

  it('H4 an opening in the skipped hour is when the clock has jumped; in the doubled hour the first', () => {
    const sunday = hours('Sun 02:30-06:00');
    expect(nextOpen(sunday, at('2026-03-28T20:00:00Z'))).toBe(at('2026-03-29T01:00:00Z'));
    expect(nextOpen(sunday, at('2026-10-24T20:00:00Z'))).toBe(at('2026-10-25T00:30:00Z'));
    // All of it is skipped this week: the week after.
    expect(nextOpen(hours('Sun 02:10-02:50'), at('2026-03-28T20:00:00Z'))).toBe(at('2026-04-05T00:10:00Z'));
  });

  it('H4 none in sight is null', () => {
    const days = Array.from({ length: 60 }, (_, i) =>
      new Date(Date.parse('2026-01-05') + i * 7 * 86_400_000).toISOString().slice(0, 10),
    );
    expect(nextOpen(hours('Mon 09:00-10:00', 'UTC', days.join(';')), at('2026-01-01T00:00:00Z'))).toBeNull();
    // A year of holidays is looked beyond.
    const year = hours('Mon 09:00-10:00', 'UTC', days.slice(0, 52).join(' '));
    expect(nextOpen(year, at('2026-01-01T00:00:00Z'))).toBe(at('2027-01-04T09:00:00Z'));
  });

  it('H5, B155 says today and the next opening in words', () => {
    const week = hours(
      'Mon-Fri 09:00-12:00 13:00-18:00',
      'Asia/Shanghai',
      '2026-10-01 2026-10-02 2026-10-05 2026-10-06 2026-10-07',
    );
    const monday = at('2026-01-12T04:30:00Z');
    expect(todayWords(week, monday, 'en')).toBe('09:00–12:00, 13:00–18:00 (GMT+8)');
    expect(todayWords(week, monday, 'zh')).toBe('09:00–12:00、13:00–18:00（GMT+8）');
    expect(nextWords(week, monday, 'en')).toBe('today at 13:00 (GMT+8)');
    expect(nextWords(week, at('2026-01-12T12:00:00Z'), 'zh')).toBe('明天 09:00（GMT+8）');
    expect(nextWords(week, at('2026-01-09T12:00:00Z'), 'en')).toBe('on Monday at 09:00 (GMT+8)');
    expect(nextWords(week, at('2026-01-09T12:00:00Z'), 'zh')).toBe('周一 09:00（GMT+8）');
    expect(nextWords(week, at('2026-09-30T12:00:00Z'), 'en')).toBe('in 8 days, on Thursday at 09:00 (GMT+8)');
    expect(nextWords(week, at('2026-01-12T02:00:00Z'), 'en')).toBe('');
    // A week from today its weekday would be today's.
    expect(nextWords(week, at('2026-10-01T02:00:00Z'), 'en')).toBe('in 7 days, on Thursday at 09:00 (GMT+8)');
    expect(nextWords(week, at('2026-10-01T02:00:00Z'), 'zh')).toBe('7 天后（周四）09:00（GMT+8）');
    expect((['en', 'zh'] as const).map((tongue) => todayWords(week, at('2026-01-11T04:00:00Z'), tongue))).toEqual([
      'closed today',
      '今天休息',
    ]);
    const always = hours(ALWAYS_OPEN);
    expect((['en', 'zh'] as const).map((tongue) => todayWords(always, monday, tongue))).toEqual(['around the clock', '全天']);
    expect(todayWords(hours('Mon 00:00-12:00'), monday, 'en')).toBe('00:00–12:00 (GMT+1)');
  });

  it('B155 names the zone as it is at that time, half hours and summer time too', () => {
    const words = (zone: string, when: string) => nextWords(hours('Mon-Fri 09:00-17:00', zone), at(when), 'en');
    expect(words('Europe/Berlin', '2026-03-28T12:00:00Z')).toBe('on Monday at 09:00 (GMT+2)');
    expect(words('Europe/Berlin', '2026-03-21T12:00:00Z')).toBe('on Monday at 09:00 (GMT+1)');
    expect(words('America/St_Johns', '2026-01-10T12:00:00Z')).toBe('on Monday at 09:00 (GMT-3:30)');
    expect(words('UTC', '2026-01-10T12:00:00Z')).toBe('on Monday at 09:00 (GMT)');
  });

  it('H6 wall time and instant are inverse wherever the clock does not jump', () => {
    for (const zone of ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia']) {
      for (let i = 0; i < 500; i += 1) {
        const t = instant(Date.parse('2026-01-01T00:00Z') + i * 17 * 3_600_000);
        const back = instantOf(zone, wallTime(zone, t));
        expect(wallTime(zone, back)).toEqual(wallTime(zone, t));
        expect(t - back === 0 || t - back === 3_600_000 || t - back === 1_800_000).toBe(true);
      }
    }
  });

  it('H6 day numbers know the calendar', () => {
    expect(parseDay('1970-01-01')).toBe(0);
    expect(parseDay('2026-01-12')).toBe(Date.parse('2026-01-12') / 86_400_000);
    expect(parseDay('2028-02-29')).toBe(Date.parse('2028-02-29') / 86_400_000);
    expect(parseDay('2026-02-29')).toBeUndefined();
    for (const none of ['2026-13-01', '2026-00-10', '2026-04-00', '2026-04-31', '2100-02-29', '2026-4-1'])
      expect(parseDay(none), none).toBeUndefined();
    expect(parseDay('2100-03-01')).toBe(Date.parse('2100-03-01') / 86_400_000);
    expect(weekdayOf(parseDay('2026-01-12') ?? 0)).toBe(0);
  });
});
