import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conversationId } from '#domain/ids.ts';
import { figures, figuresOf } from '#domain/metrics.ts';
import { instant } from '#domain/time.ts';
import { OPEN, reportRow, reportRows } from '#tests/support/report-rows.ts';
import { ADA, at, BEN, T0 } from '#tests/support/samples.ts';

describe('figures of a group', () => {
  it('Q20 satisfaction is the ratings of 4 or 5 stars of all ratings given: 80 of 100 is 0.8', () => {
    const rows = [
      ...reportRows(50, { stars: 5 }),
      ...reportRows(30, { stars: 4 }),
      ...reportRows(15, { stars: 3 }),
      ...reportRows(5, { stars: 1 }),
      ...reportRows(7),
    ];
    expect(figuresOf(rows)).toMatchObject({ ratings: 100, satisfied: 80, satisfaction: 0.8, meanStars: 4.2 });
  });

  it('Q21 resolution is resolved of all that ended: 80 of 100 is 0.8, and open conversations do not count', () => {
    const rows = [...reportRows(80), ...reportRows(20, { resolved: false }), ...reportRows(9, OPEN)];
    expect(figuresOf(rows)).toMatchObject({ conversations: 109, ended: 100, resolved: 80, resolution: 0.8 });
  });

  it('Q22 the automatic-answer rate is resolved without a person of all that ended: 800 of 1,000 is 0.8', () => {
    const rows = [
      ...reportRows(800),
      ...reportRows(150, { agent: ADA }),
      ...reportRows(20, { endedBy: 'agent' }),
      ...reportRows(30, { resolved: false }),
    ];
    expect(figuresOf(rows)).toMatchObject({ automatic: 800, automaticRate: 0.8, resolved: 970 });
  });

  it('Q23 a share of nothing is null, never 0 or NaN', () => {
    const nothing = { meanStars: null, satisfaction: null, resolution: null, automaticRate: null };
    expect(figuresOf([])).toMatchObject({ conversations: 0, ratings: 0, ...nothing });
    expect(figuresOf([reportRow(OPEN)])).toMatchObject({ conversations: 1, ended: 0, ...nothing });
  });

  it('Q24 "did this help?" is counted as given', () => {
    expect(figuresOf([reportRow({ helpedYes: 2, helpedNo: 1 }), reportRow({ helpedYes: 1 })])).toMatchObject({
      helpedYes: 3,
      helpedNo: 1,
    });
  });
});

describe('the report', () => {
  it('Q25 bot-only and agent conversations stand apart and add up to all', () => {
    const rows = [
      reportRow({ stars: 2 }),
      reportRow({ agent: ADA, stars: 5 }),
      reportRow({ endedBy: 'agent', stars: 4 }),
      reportRow({ ...OPEN, handoffAt: T0 }),
    ];
    const { all, bot, agents } = figures(rows, 'UTC');
    expect([all.conversations, bot.conversations, agents.conversations]).toEqual([4, 2, 2]);
    expect([bot.satisfaction, agents.satisfaction]).toEqual([0, 1]);
  });

  it('Q26 every course comes as a whole and by lesson, every agent once, both in order', () => {
    const rows = [
      reportRow({ course: 'web', lesson: '2', stars: 5, agent: BEN }),
      reportRow({ course: 'python', lesson: null, stars: 1, agent: ADA }),
      reportRow({ course: 'web', lesson: '1', stars: 3, agent: BEN }),
      reportRow({ stars: 4 }),
    ];
    const { byCourse, byAgent } = figures(rows, 'UTC');
    expect(byCourse.map(({ course, lesson, figures: of }) => [course, lesson, of.ratings, of.meanStars])).toEqual([
      ['python', null, 1, 1],
      ['web', null, 2, 4],
      ['web', '1', 1, 3],
      ['web', '2', 1, 5],
    ]);
    expect(byAgent.map(({ agent, figures: of }) => [agent, of.conversations])).toEqual([
      [ADA, 1],
      [BEN, 2],
    ]);
  });

  it('Q4 a rating stays with whom it was given to when somebody else re-opens the chat; how it ends is theirs', () => {
    const rows = [
      reportRow({ agent: BEN, ratedAgent: ADA, stars: 1, comment: 'no', ratedAt: at(2), resolved: true }),
      reportRow({ agent: BEN, ratedAgent: null, stars: 4, comment: 'ok', ratedAt: at(1), resolved: false }),
    ];
    const { bot, agents, byAgent, comments } = figures(rows, 'UTC');
    expect(bot).toMatchObject({ conversations: 0, ratings: 1, meanStars: 4 });
    expect(agents).toMatchObject({ conversations: 2, ratings: 1, meanStars: 1, resolved: 1 });
    expect(byAgent).toMatchObject([
      { agent: ADA, figures: { conversations: 0, ratings: 1, meanStars: 1, resolution: null } },
      { agent: BEN, figures: { conversations: 2, ratings: 0, meanStars: null, resolution: 0.5 } },
    ]);
    expect(comments.map(({ comment, agent }) => [comment, agent])).toEqual([
      ['no', ADA],
      ['ok', null],
    ]);
  });

  it('Q27 a day begins at midnight of the time zone asked for, and empty days between are listed', () => {
    const late = instant(Date.UTC(2026, 1, 27, 16, 30));
    const rows = [reportRow({ startedAt: late, stars: 5 }), reportRow({ startedAt: instant(Date.UTC(2026, 2, 2, 1)) })];
    expect(figures(rows, 'UTC').days.map(({ day, conversations }) => [day, conversations])).toEqual([
      ['2026-02-27', 1],
      ['2026-02-28', 0],
      ['2026-03-01', 0],
      ['2026-03-02', 1],
    ]);
    expect(figures(rows, 'Asia/Shanghai').days[0]).toEqual({
      day: '2026-02-28',
      ratings: 1,
      satisfied: 1,
      meanStars: 5,
      conversations: 1,
      automatic: 1,
    });
    expect(() => figures(rows, 'Mars/Olympus')).toThrow(RangeError);
  });

  it('A96 with a period its every day is listed, those before the first and after the last conversation as zero', () => {
    const period = { from: instant(Date.UTC(2026, 1, 26, 16)), to: instant(Date.UTC(2026, 2, 1, 16)) };
    const rows = [reportRow({ startedAt: instant(Date.UTC(2026, 1, 27, 16, 30)) })];
    const shown = (of: typeof rows) =>
      figures(of, 'Asia/Shanghai', period).days.map(({ day, conversations }) => [day, conversations]);
    expect(shown(rows)).toEqual([
      ['2026-02-27', 0],
      ['2026-02-28', 1],
      ['2026-03-01', 0],
    ]);
    expect(shown([])).toHaveLength(3);
  });

  it('Q27 where midnight is a quarter past of another clock, the day begins there', () => {
    const rows = [14, 15].map((minute) => reportRow({ startedAt: instant(Date.UTC(2026, 1, 27, 18, minute)) }));
    expect(figures(rows, 'Asia/Kathmandu').days.map(({ day, conversations }) => [day, conversations])).toEqual([
      ['2026-02-27', 1],
      ['2026-02-28', 1],
    ]);
  });

  it('Q28 comments come newest first, with their rating; ratings without words are not listed', () => {
    const rated = (id: string, ms: number, comment: string) =>
      reportRow({ id: conversationId(id), stars: 3, reasons: ['slow'], comment, ratedAt: at(ms), agent: ADA, course: 'web' });
    const UNTITLED = { courseTitle: null, lessonTitle: null };
    const { comments } = figures([rated('a', 1, 'old'), rated('b', 3, ' \n'), rated('c', 2, '很好 👍')], 'UTC');
    expect(comments).toEqual([
      {
        conversation: 'c',
        at: at(2),
        stars: 3,
        reasons: ['slow'],
        comment: '很好 👍',
        agent: ADA,
        course: 'web',
        lesson: null,
        ...UNTITLED,
      },
      {
        conversation: 'a',
        at: at(1),
        stars: 3,
        reasons: ['slow'],
        comment: 'old',
        agent: ADA,
        course: 'web',
        lesson: null,
        ...UNTITLED,
      },
    ]);
  });

  it('Q29 whatever the rows, the parts add up to the whole and every share lies between 0 and 1', () => {
    const anyRow = fc
      .record({
        startedAt: fc.integer({ min: T0, max: T0 + 40 * 86_400_000 }).map(instant),
        agent: fc.constantFrom(null, ADA, BEN),
        ratedAgent: fc.constantFrom(null, ADA, BEN),
        course: fc.constantFrom(null, 'web', 'python'),
        stars: fc.option(fc.integer({ min: 1, max: 5 })),
        resolved: fc.constantFrom(null, true, false),
      })
      .map((change) => reportRow({ ...(change.resolved === null ? OPEN : {}), ...change }));
    fc.assert(
      fc.property(fc.array(anyRow), (rows) => {
        const { all, bot, agents, days, byAgent } = figures(rows, 'America/New_York');
        const add = (list: readonly { conversations: number; ratings: number }[]) => [
          list.reduce((sum, of) => sum + of.conversations, 0),
          list.reduce((sum, of) => sum + of.ratings, 0),
        ];
        expect(add([bot, agents])).toEqual([all.conversations, all.ratings]);
        expect(add(days)).toEqual([all.conversations, all.ratings]);
        expect(add(byAgent.map((entry) => entry.figures))).toEqual([agents.conversations, agents.ratings]);
        for (const part of [all.satisfaction, all.resolution, all.automaticRate]) {
          expect(part === null || (part >= 0 && part <= 1)).toBe(true);
        }
      }),
    );
  });
});
