/** What a learner may do, whichever way they came (socket or HTTP): the same checks, limits and refusals. */

import type { Desk } from '#desk/desk.ts';
import type { LearnerCommand as DomainCommand } from '#domain/decide.ts';
import { commandKey, conversationId } from '#domain/ids.ts';
import { placed } from '#domain/place.ts';
import type { Acted, ActRequest, LearnerCommand, OpenAnswer, OpenRequest, Page } from '#protocol/events.ts';
import type { Ack } from '#protocol/refusals.ts';
import type { ConversationView, Entry } from '#protocol/shapes.ts';
import { no, refused, yes } from './answer.ts';
import { createEntrance, type Entrance, type Known, type Visitor } from './entrance.ts';
import type { Gateway } from './ports.ts';
import { learnerEntry, quickReplies } from './present.ts';
import type { Roster } from './roster.ts';
import type { Views } from './views.ts';

export interface Door extends Entrance {
  open(visitor: Visitor, known: Known, request: OpenRequest): Promise<Ack<OpenAnswer>>;
  owns(known: Known, conversation: string): Promise<boolean>;
  act(visitor: Visitor, known: Known, request: ActRequest<LearnerCommand>): Promise<Ack<Acted>>;
  /** Whether a file of this conversation may be sent or fetched now. */
  mayUpload(visitor: Visitor, known: Known, conversation: string): Promise<Ack<null>>;
  sync(visitor: Visitor, known: Known, conversation: string, since: number): Promise<Ack<LearnerPage>>;
  history(visitor: Visitor, known: Known, conversation: string, before: number): Promise<Ack<LearnerPage>>;
}

export type LearnerPage = Page<Entry, ConversationView>;

/** Commands that carry words count as messages; the others are cheap clicks. */
const IS_MESSAGE: ReadonlySet<LearnerCommand['type']> = new Set(['say', 'ask-person', 'leave-contact', 'rate']);

/** The wire's command in the domain's words. */
function toDomain(command: LearnerCommand): DomainCommand {
  switch (command.type) {
    case 'say': {
      // The files' ids go beside it: the desk looks them up.
      const { context, files: _files, ...rest } = command;
      return { ...rest, place: context };
    }
    case 'ask-person':
      return { type: 'ask-person', lang: command.lang, place: command.context };
    case 'rate':
      return {
        type: 'rate',
        rating: { stars: command.stars, reasons: [...new Set(command.reasons)], comment: command.comment },
      };
    default:
      return command;
  }
}

const filesIn = (command: LearnerCommand) => (command.type === 'say' ? (command.files ?? []) : []);

export function createDoor(gateway: Gateway, roster: Roster, views: Views): Door {
  const { desk, store, clock, limits } = gateway;
  const entrance = createEntrance(gateway);
  const owns = (known: Known, id: string) => desk.owns(known.learner.id, conversationId(id));
  const caller = (visitor: Visitor, known: Known) => ({
    learner: known.learner.id,
    site: visitor.site,
    address: visitor.address,
  });

  async function page(
    visitor: Visitor,
    known: Known,
    id: string,
    read: () => ReturnType<Desk['sync']>,
  ): Promise<Ack<LearnerPage>> {
    const may = await admitted(visitor, known, id);
    if (!may.ok) return may;
    const thread = await read();
    if (!thread) return no('not-yours');
    const view = await views.learner(conversationId(id), thread.seq, thread.state);
    const entries = thread.stamped.map((stamped) => learnerEntry(stamped, roster.nameOf));
    return yes({ epoch: store.epoch, view, entries, more: thread.more });
  }

  /** Nothing of a conversation without this: within the limits, signed where it must be, and its own. */
  async function admitted(visitor: Visitor, known: Known, id: string): Promise<Ack<null>> {
    const wait = limits.command(caller(visitor, known), clock.now());
    if (wait > 0) return no('too-fast', undefined, wait);
    const stands = entrance.standing(known);
    if (!stands.ok) return stands;
    return (await owns(known, id)) ? stands : no('not-yours');
  }

  return {
    ...entrance,
    owns,
    mayUpload: admitted,
    async open(visitor, known, request) {
      const { learner, token } = known;
      const wait = limits.command(caller(visitor, known), clock.now());
      if (wait > 0) return no('too-fast', undefined, wait);
      const stands = entrance.standing(known);
      if (!stands.ok) return stands;
      if (learner.device !== visitor.device || learner.lang !== request.lang)
        // A full disk must not keep learners from reading.
        await store.learners.update(learner.id, { device: visitor.device, lang: request.lang }).catch((error: unknown) => {
          if (!gateway.isStorageFull(error)) throw error;
        });
      const opened = await desk.open(learner, request.lang, placed(request.context, known.pass?.place), request.fresh === true);
      return yes({
        token,
        epoch: store.epoch,
        conversation: await views.learner(opened.id, opened.seq, opened.state),
        greeting: opened.greeting,
        starters: quickReplies(opened.starters),
        ...desk.staffing(),
        ...(gateway.config.attachments ? { attachments: true as const } : {}),
      });
    },
    async act(visitor, known, request) {
      const { conversation, cid, command } = request;
      const take = IS_MESSAGE.has(command.type) ? limits.message : limits.command;
      const wait = take(caller(visitor, known), clock.now());
      if (wait > 0) return no('too-fast', undefined, wait);
      const stands = entrance.standing(known);
      if (!stands.ok) return stands;
      if (!(await owns(known, conversation))) return no('not-yours');
      // Read anew: the name may have been learned since this socket connected.
      const learner = (await store.learners.get(known.learner.id)) ?? known.learner;
      const id = conversationId(conversation);
      const done = await desk.actAsLearner(
        learner,
        learner.site,
        visitor.channel,
        id,
        commandKey(cid),
        toDomain(command),
        filesIn(command),
        known.pass?.place,
      );
      return done.ok ? yes({ cid, seq: done.value.seq, epoch: store.epoch }) : refused(done.refused, roster.nameOf);
    },
    sync: (visitor, known, id, since) => page(visitor, known, id, () => desk.sync(conversationId(id), since)),
    history: (visitor, known, id, before) => page(visitor, known, id, () => desk.history(conversationId(id), before)),
  };
}
