/** The right pane: who this is, where they are, and what was before. */

import type { ComponentChildren } from 'preact';
import { hashOf, threadHash } from '#console/routes.ts';
import { learnerName } from '#console/words/learner.ts';
import { dateTime, languageName, shortDay } from '#console/words/time.ts';
import type { InboxFolder } from '#protocol/agents.ts';
import { safeHref } from '#protocol/markup.ts';
import { useSession, useWords } from './context.ts';
import { Icon } from './Icon.tsx';
import { OutLink } from './Markup.tsx';
import { OnSite } from './OnSite.tsx';

function Facts({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <section class="facts">
      <h2>{title}</h2>
      <dl>{children}</dl>
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

export function Details({ id, folder }: { readonly id: string; readonly folder: InboxFolder }) {
  const words = useWords();
  const view = useSession((state) => state.threads.get(id)?.view);
  const say = words.details;
  if (!view) return <aside class="pane pane-details" />;
  const { item, learner, rating } = view;
  const { course, lesson, page, progress } = item.context;
  const href = page ? safeHref(page.url) : undefined;
  return (
    <aside class="pane pane-details" aria-label={say.title}>
      <header class="details-head">
        <a class="square plain" href={threadHash(folder, id)} aria-label={words.back}>
          <Icon name="back" />
        </a>
        <h2>{say.title}</h2>
      </header>
      <Facts title={say.learner}>
        <Fact name={say.name}>
          <bdi>{learner.name ?? learnerName(item, words)}</bdi>
          {learner.verified && (
            <span class="verified" title={say.verifiedHint}>
              <Icon name="check" size={14} />
              {say.verified}
            </span>
          )}
        </Fact>
        {learner.email && (
          <Fact name={say.email}>
            <bdi class="breaks">{learner.email}</bdi>
          </Fact>
        )}
        {learner.verified?.role && (
          <Fact name={say.role}>
            <bdi>{learner.verified.role}</bdi>
          </Fact>
        )}
        {learner.verified?.enrolment && (
          <Fact name={say.enrolment}>
            <bdi>{learner.verified.enrolment}</bdi>
          </Fact>
        )}
        <Fact name={say.language}>{languageName(words, learner.lang)}</Fact>
        <Fact name={say.device}>{learner.device ? words.rows.device(learner.device) : say.unknown}</Fact>
        <Fact name={say.firstSeen}>{dateTime(words, learner.firstSeenAt)}</Fact>
      </Facts>
      {(course || lesson || page) && (
        <Facts title={say.where}>
          {course && <Fact name={say.course}>{course.title ?? course.id}</Fact>}
          {lesson && <Fact name={say.lesson}>{lesson.title ?? lesson.id}</Fact>}
          {page && (page.title || page.url) && (
            <Fact name={say.page}>
              {href ? (
                <OutLink href={href} text={page.title || page.url} />
              ) : (
                <span class="breaks">{page.title || page.url}</span>
              )}
            </Fact>
          )}
          {progress !== undefined && (
            <Fact name={say.progress}>
              <progress max={1} value={progress} aria-label={say.progress} /> {Math.round(progress * 100)}%
            </Fact>
          )}
        </Facts>
      )}
      <OnSite id={id} />
      <Facts title={say.chat}>
        <Fact name={say.kind}>{words.kind[item.kind]}</Fact>
        <Fact name={say.severity}>
          <span class={`severity severity-${item.severity}`}>{words.severity[item.severity]}</span>
        </Fact>
        <Fact name={say.started}>{dateTime(words, item.startedAt)}</Fact>
        {item.reason && <Fact name={say.reason}>{words.reason[item.reason]}</Fact>}
        {rating && (
          <Fact name={say.rating}>
            <span class="stars" role="img" aria-label={say.stars(rating.stars)}>
              {'★'.repeat(rating.stars)}
              <i>{'★'.repeat(5 - rating.stars)}</i>
            </span>
            {rating.comment && <q>{rating.comment}</q>}
          </Fact>
        )}
      </Facts>
      <section class="facts">
        <h2>{say.earlier}</h2>
        {learner.earlier.length === 0 && <p class="hint">{say.noEarlier}</p>}
        <ul class="earlier">
          {learner.earlier.map((one) => (
            <li key={one.id}>
              <a href={hashOf({ page: 'inbox', folder, conversation: one.id, details: false })}>
                <time>{shortDay(words, one.startedAt)}</time>
                <span>{one.lastText}</span>
              </a>
            </li>
          ))}
        </ul>
      </section>
    </aside>
  );
}
