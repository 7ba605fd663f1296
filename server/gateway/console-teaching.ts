/** The owner's loop for the console's page: admins only; everything that changes something is in the audit log. */
import type { MissedGroup, Teaching } from '#desk/teaching.ts';
import type { Titles } from '#domain/titles.ts';
import { KINDS } from '#domain/understanding.ts';
import { MAX_MESSAGE_CHARS, MAX_TITLE_CHARS } from '#protocol/limits.ts';
import type { Ack } from '#protocol/refusals.ts';
import { no, refused, yes } from './answer.ts';
import { type ConsoleParts, guardedRoute, nothing, type SignedIn } from './console-http.ts';
import { line, list, matching, object, oneOf, prose, type Reader, whole } from './parse.ts';
import type { RouteName } from './policy.ts';

const MAX_QUESTIONS = 2_000;
/** Questions of a group that travel with their text, the newest; of the rest only the ids do. */
const SHOWN = 50;

const questions = list(whole(1, Number.MAX_SAFE_INTEGER), MAX_QUESTIONS);
const intent = matching(/^[\w.-]{1,100}$/, 'an intent like billing.refund');
const create = object({ kind: oneOf(KINDS), title: line(MAX_TITLE_CHARS), answer: prose(MAX_MESSAGE_CHARS) });
const proposal = object({ tongue: oneOf(['en', 'zh']), intent, from: questions }, { create });
const tested = object({ key: matching(/^[0-9a-f]{20}$/, 'the key of a test') });
const fileName = object({ path: matching(/^[\w./-]{1,200}$/, 'a file of the table') });

const shown = ({ tongue, nearest, questions: all }: MissedGroup, titles: Titles) => ({
  tongue,
  nearest,
  ids: all.map(({ id }) => id),
  questions: all.slice(-SHOWN).map(({ seq: _, tongue: __, nearest: ___, ...question }) => ({
    ...question,
    ...titles.of(question.course, question.lesson),
  })),
});

/** `teaching` null: the server runs another bot than its own. */
export function serveConsoleTeaching(parts: ConsoleParts, teaching: Teaching | null): void {
  const { log } = parts.gateway;
  const { nameOf } = parts.roster;

  function serve<P, V>(
    name: RouteName,
    reader: Reader<P>,
    run: (teaching: Teaching, payload: P, caller: SignedIn) => Promise<Ack<V> | 'sent'>,
  ): void {
    guardedRoute<P, V>(parts, name, reader, async (payload, caller) =>
      teaching === null ? no('not-yours', 'the bot of this server cannot be taught') : run(teaching, payload, caller),
    );
  }

  serve('GET /console/api/teach', nothing, async (service) => {
    const { groups, drafts, titles, ...lesson } = await service.lesson();
    const named = drafts.map(({ by, ...draft }) => ({ ...draft, by: nameOf(by) }));
    return yes({ ...lesson, drafts: named, groups: groups.map((group) => shown(group, titles)) });
  });

  serve('POST /console/api/teach/drafts', proposal, async (service, wanted, { session }) => {
    const by = session.agent.id;
    const made = await service.propose(by, { ...wanted, create: wanted.create ?? null });
    if (!made.ok) return refused(made.refused, nameOf);
    log.info({ audit: 'draft-made', draft: made.value.id, intent: wanted.intent, by }, 'draft made');
    return yes({ id: made.value.id });
  });

  serve('DELETE /console/api/teach/drafts/:id', nothing, async (service, _none, { id, session }) => {
    const dropped = await service.drop(id);
    if (!dropped.ok) return refused(dropped.refused, nameOf);
    log.info({ audit: 'draft-dropped', draft: id, by: session.agent.id }, 'draft dropped');
    return yes(null);
  });

  serve('POST /console/api/teach/dismiss', object({ questions }), async (service, wanted, { session }) => {
    const handled = await service.dismiss(session.agent.id, wanted.questions);
    log.info({ audit: 'missed-dismissed', handled, by: session.agent.id }, 'missed questions dismissed');
    return yes({ handled });
  });

  serve('POST /console/api/teach/test', nothing, async (service) => {
    const result = await service.test();
    return result.ok ? yes(result.value) : refused(result.refused, nameOf);
  });

  serve('POST /console/api/teach/publish', tested, async (service, { key }, { session }) => {
    const published = await service.publish(session.agent.id, key);
    if (!published.ok) return refused(published.refused, nameOf);
    log.info({ audit: 'table-published', ...published.value, by: session.agent.id }, 'drafts written into the table');
    return yes(published.value);
  });

  serve('GET /console/api/teach/files', fileName, async (service, { path }, { response, session }) => {
    const files = await service.files();
    if (!files.ok) return refused(files.refused, nameOf);
    const file = files.value.find((one) => one.path === path);
    if (!file) return no('not-yours', 'no draft changes this file');
    log.info({ audit: 'table-exported', file: path, by: session.agent.id }, 'drafts exported');
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Content-Disposition', `attachment; filename="${path.replaceAll('/', '-')}"`);
    response.type('text/yaml; charset=utf-8').send(file.text);
    return 'sent';
  });
}
