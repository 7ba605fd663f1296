/** Canned replies, figures, and the ratings as a file. */
import { createOneAtATime } from '#desk/one-at-a-time.ts';
import { figures, type Period } from '#domain/metrics.ts';
import { ratingsCsv } from '#domain/ratings-csv.ts';
import { instant } from '#domain/time.ts';
import { instantOf, parseDay } from '#domain/zone.ts';
import { MAX_MESSAGE_CHARS, MAX_TITLE_CHARS } from '#protocol/limits.ts';
import { no, yes } from './answer.ts';
import { type ConsoleParts, guardedRoute, nothing } from './console-http.ts';
import { line, matching, object, prose, type Reader, Unfit } from './parse.ts';
import { hashed } from './secrets.ts';

const MAX_CANNED = 500;
/** Ten years of days: more is a mistake. */
const MAX_DAYS = 3_660;

const day: Reader<number> = (raw, at) => {
  const found = typeof raw === 'string' ? parseDay(raw) : undefined;
  if (found === undefined) throw new Unfit(at, 'must be a date like 2026-01-31');
  return found;
};

interface CannedWords {
  readonly shortcut: string;
  readonly title: string;
  readonly text: string;
}
/** Tells two states of a canned reply apart: whoever saves one says which of them they had before their eyes. */
const versionOf = ({ shortcut, title, text }: CannedWords) => hashed(JSON.stringify([shortcut, title, text])).slice(0, 20);

/** From the first day's midnight to the midnight after the last, on the wall clock of `timeZone`. */
function period(timeZone: string): Reader<Period> {
  return (raw, at) => {
    const { from, to } = object({ from: day, to: day })(raw, at);
    if (to < from || to - from > MAX_DAYS) throw new Unfit(`${at}.to`, 'must not be before from, nor ten years after it');
    return {
      from: instantOf(timeZone, { day: from, minute: 0 }),
      to: instant(instantOf(timeZone, { day: to + 1, minute: 0 })),
    };
  };
}

export function serveConsoleContent(parts: ConsoleParts): void {
  const { store, config, log } = parts.gateway;
  const { roster } = parts;

  const versioned = <T extends CannedWords>(reply: T) => ({ ...reply, version: versionOf(reply) });
  guardedRoute(parts, 'GET /console/api/canned', nothing, async () =>
    yes({ canned: (await store.agents.canned()).map(versioned) }),
  );

  const canned = object(
    {
      shortcut: matching(/^[\p{L}\p{N}_-]{1,40}$/u, '1 to 40 letters, digits, dashes'),
      title: line(MAX_TITLE_CHARS, { empty: true }),
      text: prose(MAX_MESSAGE_CHARS),
    },
    { version: matching(/^[0-9a-f]{20}$/, 'the version that was changed') },
  );
  /** What is compared with must still be so when it is written. */
  const inTurn = createOneAtATime();
  guardedRoute(parts, 'PUT /console/api/canned/:id', canned, async ({ version, ...wanted }, { id, session }) => {
    if (!/^[A-Za-z0-9-]{1,64}$/.test(id)) return no('bad-request', 'id: letters, digits, dashes');
    return inTurn.run('canned', async () => {
      const known = await store.agents.canned();
      const held = known.find((other) => other.id === id);
      if (known.some((other) => other.shortcut === wanted.shortcut && other.id !== id))
        return no('bad-request', 'shortcut: is taken');
      if (known.length >= MAX_CANNED && !held) return no('not-allowed', `at most ${MAX_CANNED} canned replies`);
      // The same words again are a call whose answer was lost.
      const stale = version !== undefined && (!held || ![version, versionOf(wanted)].includes(versionOf(held)));
      if (stale) return no('conflict', held ? 'somebody has changed this reply meanwhile' : 'somebody has deleted this reply');
      await store.agents.putCanned({ id, ...wanted });
      log.info({ audit: 'canned-put', canned: id, by: session.agent.id }, 'canned reply saved');
      return yes(versioned({ id, ...wanted }));
    });
  });
  guardedRoute(parts, 'DELETE /console/api/canned/:id', nothing, async (_none, { id, session }) => {
    await store.agents.removeCanned(id);
    log.info({ audit: 'canned-removed', canned: id, by: session.agent.id }, 'canned reply removed');
    return yes(null);
  });

  const asked = object({ from: matching(/^/, 'a date'), to: matching(/^/, 'a date') });
  const span = period(config.timeZone);
  const query: Reader<Period & { readonly words: ReturnType<typeof asked> }> = (raw, at) => ({
    ...span(raw, at),
    words: asked(raw, at),
  });

  guardedRoute(parts, 'GET /console/api/figures', query, async ({ from, to, words }) => {
    const report = figures(await store.reports.rows(from, to), config.timeZone, { from, to });
    return yes({
      ...words,
      ...report,
      byAgent: report.byAgent.map((row) => ({ ...row, name: roster.nameOf(row.agent) })),
      comments: report.comments.map((row) => ({ ...row, agent: row.agent === null ? null : roster.nameOf(row.agent) })),
    });
  });

  guardedRoute(parts, 'GET /console/api/ratings.csv', query, async ({ from, to, words }, { response, session }) => {
    const rows = await store.reports.rows(from, to);
    log.info({ audit: 'ratings-exported', by: session.agent.id, ...words }, 'ratings exported');
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Content-Disposition', `attachment; filename="ratings-${words.from}-${words.to}.csv"`);
    response.type('text/csv; charset=utf-8').send(ratingsCsv(rows, roster.nameOf));
    return 'sent';
  });
}
