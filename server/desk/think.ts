/** What the bot adds to a learner's command: it answers a message, and offers a person after an unhelpful answer. */
import type { Reply, Turn } from '#bot/bot.ts';
import { type Conversation, fold } from '#domain/conversation.ts';
import { type BotPart, botSpeaks, type LearnerCommand, withBot } from '#domain/decide.ts';
import type { Event } from '#domain/events.ts';
import type { Instant } from '#domain/time.ts';
import { EMPTY_MEMORY, type Trace } from '#domain/understanding.ts';
import type { Learner } from '#store/store.ts';
import { type DeskParts, tongueOf } from './parts.ts';

/** The learner's events plus the bot's, to be stored in one transaction. `before` stands at `seq`. */
export async function think(
  parts: DeskParts,
  staffed: boolean,
  learner: Learner,
  before: Conversation | undefined,
  seq: number,
  command: LearnerCommand,
  done: readonly Event[],
  at: Instant,
): Promise<readonly Event[]> {
  const now = fold(before, done, seq, at);
  if (!now || !botSpeaks(now, staffed) || done.length === 0) return done;
  const and = (part: BotPart) => withBot(before, done, seq, at, part, staffed);
  if (command.type === 'say') return and(await answer(parts, staffed, learner, now, command, at));
  if (command.type === 'helped' && !command.helped) return and(offerPerson(parts, now));
  return done;
}

async function answer(
  parts: DeskParts,
  staffed: boolean,
  learner: Learner,
  now: Conversation,
  command: Extract<LearnerCommand, { type: 'say' }>,
  at: Instant,
): Promise<BotPart> {
  const { schedule, bot, log, siteName } = parts;
  const tongue = tongueOf(command.lang);
  const turn: Turn = {
    text: command.text,
    lang: command.lang,
    place: command.place,
    learner: { name: learner.name, email: learner.email },
    memory: now.memory,
    site: { name: siteName },
    // Open but nobody connected: no promise of a time can be made.
    ...(command.files ? { files: command.files.length } : {}),
    hours: { staffed, today: schedule.today(at, tongue), next: schedule.isOpen(at) ? '' : schedule.next(at, tongue) },
    ...(command.choice === undefined ? {} : { choice: command.choice }),
  };
  const reply: Reply = await bot.reply(turn).catch((error: unknown) => {
    // The learner must not pay for our fault: the message is kept and a person is fetched.
    log.error({ err: error }, 'the bot failed; the conversation goes to a person');
    return { says: [], memory: now.memory, handoff: 'missed' as const };
  });
  return {
    says: reply.says,
    memory: reply.memory,
    ...(reply.handoff ? { handoff: reply.handoff } : {}),
    ...(reply.request ? { request: reply.request } : {}),
    ...(reply.contact ? { contact: reply.contact } : {}),
  };
}

function offerPerson({ bot }: DeskParts, now: Conversation): BotPart {
  const tongue = tongueOf(now.lang);
  const trace: Trace = {
    how: 'dialogue',
    intent: now.memory.lastIntent,
    by: null,
    score: null,
    runnerUp: null,
    tableVersion: bot.tableVersion,
    scope: 'site',
    tongue,
    sentence: 'The learner said the answer did not help, so the bot offered a person.',
  };
  const memory = { ...(now.memory ?? EMPTY_MEMORY), expecting: { type: 'offer-person' } as const, turns: now.memory.turns + 1 };
  return {
    says: [
      {
        text: bot.voice('not-helped', now.lang, {}),
        act: 'offer-person',
        choices: [{ label: bot.voice('talk-to-person', now.lang, {}), choice: 'person' }],
        trace,
        kind: now.kind,
        severity: now.severity,
        tongue,
      },
    ],
    memory,
  };
}
