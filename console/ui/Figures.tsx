import { useEffect, useState } from 'preact/hooks';
import { api, csvAddress, type FiguresReport } from '#console/api.ts';
import { go, hashOf, type Route, threadHash } from '#console/routes.ts';
import { placeNames } from '#console/words/place.ts';
import { refusalWords } from '#console/words/refusal.ts';
import { dateTime, dayAgo } from '#console/words/time.ts';
import { ConversationsChart, StarsChart } from './Chart.tsx';
import { useSurroundings, useWords } from './context.ts';
import { Compare, Groups, percent, stars } from './FigureTables.tsx';
import { Icon } from './Icon.tsx';

const RANGES = [7, 30, 90] as const;

function Headline({ report }: { readonly report: FiguresReport }) {
  const say = useWords().figures;
  const { all } = report;
  const cards: readonly (readonly [string, string, string, string])[] = [
    [say.satisfaction, percent(all.satisfaction), say.share(all.satisfied, all.ratings), say.satisfactionHint],
    [say.resolution, percent(all.resolution), say.share(all.resolved, all.ended), say.resolutionHint],
    [say.automatic, percent(all.automaticRate), say.share(all.automatic, all.ended), say.automaticHint],
    [say.meanStars, stars(all.meanStars), say.ofRatings(all.ratings), ''],
    [say.conversations, String(all.conversations), say.endedOf(all.ended), ''],
  ];
  return (
    <ul class="headline">
      {cards.map(([name, value, of, hint]) => (
        <li key={name}>
          <span>{name}</span>
          <b>{value}</b>
          <small>{of}</small>
          {hint !== '' && <small>{hint}</small>}
        </li>
      ))}
    </ul>
  );
}

function Report({ report }: { readonly report: FiguresReport }) {
  const { words, timeZone } = useSurroundings();
  const say = words.figures;
  if (report.all.conversations === 0 && report.all.ratings === 0) return <p class="empty">{say.nothing}</p>;
  const courses = report.byCourse.map(({ figures, ...place }) => {
    const [course, lesson] = placeNames(place);
    const ids = [place.course, place.lesson].filter((id) => id !== null);
    return {
      key: JSON.stringify(ids),
      figures,
      name: (
        // Ids tell two of one name apart.
        <span title={ids.join(' / ')}>
          <bdi>{course}</bdi> <bdi class="hint">{lesson ?? say.wholeCourse}</bdi>
        </span>
      ),
    };
  });
  return (
    <>
      <Headline report={report} />
      <section class="card">
        <h2>{say.chatsPerDay}</h2>
        <p class="legend">
          <i class="key-automatic" /> {say.automaticPart} <i class="key-all" /> {say.otherPart}
        </p>
        <ConversationsChart days={report.days} />
        <h2>{say.starsPerDay}</h2>
        <StarsChart days={report.days} />
      </section>
      <section class="card">
        <Compare report={report} />
      </section>
      <section class="card">
        <h2>{say.byCourse}</h2>
        <Groups first={say.course} rows={courses} />
      </section>
      <section class="card">
        <h2>{say.byAgent}</h2>
        <Groups
          first={say.agent}
          rows={report.byAgent.map(({ agent, name, figures }) => ({ key: agent, name: <bdi>{name}</bdi>, figures }))}
        />
      </section>
      <section class="card">
        <h2>{say.comments}</h2>
        {report.comments.length === 0 && <p class="hint">{say.noComments}</p>}
        <ul class="comments">
          {report.comments.map((one) => (
            <li key={`${one.conversation}-${one.at}`}>
              <span class="stars" role="img" aria-label={words.details.stars(one.stars)}>
                {'★'.repeat(one.stars)}
                <i>{'★'.repeat(5 - one.stars)}</i>
              </span>
              <blockquote>{one.comment}</blockquote>
              <p class="hint">
                {[
                  dateTime(words, one.at, { timeZone }),
                  one.agent ?? words.bot,
                  ...placeNames(one),
                  ...one.reasons.map((reason) => words.ratingReasons[reason] ?? reason),
                ]
                  .filter((part) => part !== null)
                  .join(' · ')}{' '}
                <a href={threadHash('closed', one.conversation)}>{say.open}</a>
              </p>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

export function Figures({ route }: { readonly route: Extract<Route, { page: 'figures' }> }) {
  const { words, timeZone } = useSurroundings();
  const say = words.figures;
  const back = (days: number) => dayAgo(timeZone, days, Date.now());
  const from = route.from ?? back(29);
  const to = route.to ?? back(0);
  const [report, setReport] = useState<FiguresReport | null>(null);
  const [fault, setFault] = useState('');
  useEffect(() => {
    let current = true;
    if (from > to) {
      setFault(say.badRange);
      return;
    }
    void api.figures(from, to).then((reply) => {
      if (!current) return;
      setFault(reply.ok ? '' : refusalWords(words, reply.refusal));
      if (reply.ok) setReport(reply.value);
    });
    return () => {
      current = false;
    };
  }, [from, to, words]);
  const set = (change: { from?: string; to?: string }) => {
    if (change.from !== '' && change.to !== '') go({ page: 'figures', from, to, ...change });
  };
  return (
    <main class="page">
      <header class="page-head">
        <h1>{say.title}</h1>
        <a class="button" href={csvAddress(from, to)} download>
          <Icon name="download" size={17} /> {say.csv}
        </a>
      </header>
      <div class="range">
        <label>
          {say.from} <input type="date" value={from} onChange={(event) => set({ from: event.currentTarget.value })} />
        </label>
        <label>
          {say.to} <input type="date" value={to} onChange={(event) => set({ to: event.currentTarget.value })} />
        </label>
        {RANGES.map((days) => (
          <a
            key={days}
            class="button small"
            href={hashOf({ page: 'figures', from: back(days - 1), to: back(0) })}
            aria-current={from === back(days - 1) && to === back(0) ? 'true' : undefined}
          >
            {say.days(days)}
          </a>
        ))}
        <span class="hint">{say.zone(timeZone)}</span>
      </div>
      <p class="fault" role="alert">
        {fault}
      </p>
      {report ? <Report report={report} /> : fault === '' && <p class="empty">{words.loading}</p>}
    </main>
  );
}
