import { describe, expect, it } from 'vitest';
import { conversationId } from '#domain/ids.ts';
import { ratingsCsv } from '#domain/ratings-csv.ts';
import { OPEN, reportRow } from '#tests/support/report-rows.ts';
import { ADA, at, BEN, T0 } from '#tests/support/samples.ts';

const HEADER =
  '\uFEFFrated_at,stars,reasons,comment,agent,course,lesson,resolved,started_at,conversation,course_title,lesson_title\r\n';
const commented = (comment: string) =>
  ratingsCsv([reportRow({ stars: 1, comment, ratedAt: T0 })]).slice(HEADER.length + '2026-01-05T09:00:00.000Z,1,,'.length);
const REST = ',,,,yes,2026-01-05T09:00:00.000Z,c,,\r\n';

describe('ratings as CSV', () => {
  it('Q30 has one line per rating, oldest first, with a byte order mark and CRLF', () => {
    const rows = [
      reportRow({
        id: conversationId('late'),
        stars: 5,
        ratedAt: at(2000),
        reasons: ['fast', 'clear'],
        agent: ADA,
        course: 'web',
        courseTitle: 'Web basics',
      }),
      reportRow(),
      reportRow({ ...OPEN, id: conversationId('early'), stars: 2, ratedAt: at(1000), lesson: '1' }),
    ];
    expect(ratingsCsv(rows, (agent) => `Agent ${agent}`)).toBe(
      `${HEADER}2026-01-05T09:00:01.000Z,2,,,,,1,,2026-01-05T09:00:00.000Z,early,,\r\n` +
        '2026-01-05T09:00:02.000Z,5,fast clear,,Agent ada,web,,yes,2026-01-05T09:00:00.000Z,late,Web basics,\r\n',
    );
    expect(ratingsCsv([])).toBe(HEADER);
  });

  it('Q4 names the agent who was rated, not the one who re-opened the chat since', () => {
    const row = reportRow({ ...OPEN, agent: BEN, ratedAgent: ADA, stars: 5, ratedAt: T0 });
    expect(ratingsCsv([row])).toContain(',5,,,ada,');
  });

  it('Q31 quotes commas, quotes and line breaks as RFC 4180 says', () => {
    expect(commented('good, "very" good\r\n谢谢')).toBe(`"good, ""very"" good\r\n谢谢"${REST}`);
    expect(commented('plain; text')).toBe(`plain; text${REST}`);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx'])('Q32 a comment that starts like a formula is defused: %j', (comment) => {
    expect(commented(comment)).toBe(`'${comment}${REST}`);
  });

  it('Q32 a formula stays defused inside quotes', () => {
    expect(commented('=HYPERLINK("http://x","y")')).toBe(`"'=HYPERLINK(""http://x"",""y"")"${REST}`);
    expect(commented('\rx')).toBe(`"'\rx"${REST}`);
  });
});
