/** What learners may send, event by event; the agents' half is in agent-payloads.ts. */
import { isEmail } from '#protocol/email.ts';
import type {
  ActRequest,
  HistoryRequest,
  LearnerCommand,
  LearnerHandshake,
  LearnerSignal,
  OpenRequest,
  SyncRequest,
} from '#protocol/events.ts';
import {
  MAX_COMMENT_CHARS,
  MAX_EMAIL_CHARS,
  MAX_FILES,
  MAX_ID_CHARS,
  MAX_IDENTITY_CHARS,
  MAX_MESSAGE_CHARS,
  MAX_NAME_CHARS,
  MAX_TITLE_CHARS,
  MAX_URL_CHARS,
  RATING_REASONS,
} from '#protocol/limits.ts';
import type { PageContext } from '#protocol/shapes.ts';
import {
  asObject,
  byType,
  cutLine,
  field,
  flag,
  line,
  list,
  matching,
  object,
  oneOf,
  prose,
  type Reader,
  Unfit,
  whole,
} from './parse.ts';
import { tracked } from './tracked.ts';

export const MAX_SEQ = Number.MAX_SAFE_INTEGER;
export const conversation = matching(/^[0-9a-f]{32}$/, 'a conversation id (32 hex digits)');
export const cid = matching(/^[0-9a-f]{32}$/, 'a cid (32 lower-case hex digits)');
export const lang = matching(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}$/, 'a language tag like "en" or "zh-CN"');
export const site = matching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'a site id: letters, digits, dot, dash, underscore');
/** Any string: one that is no token of ours is not valid, and the client is told to drop it, not that it spoke wrongly. */
const token = line(1_000, { empty: true });

export const email: Reader<string> = (raw, at) => {
  const text = line(MAX_EMAIL_CHARS)(raw, at);
  if (!isEmail(text)) throw new Unfit(at, 'must be an e-mail address');
  return text;
};

const titled = object({ id: line(MAX_ID_CHARS) }, { title: cutLine(MAX_TITLE_CHARS) });
export const kinds = oneOf(['lesson', 'quiz', 'exam', 'other']);

/** Only web addresses are kept: `javascript:` and the like never reach the console; a page without one is left out. */
const page: Reader<NonNullable<PageContext['page']> | undefined> = (raw, at) => {
  const from = asObject(raw, at);
  const url = cutLine(MAX_URL_CHARS)(field(from, 'url'), `${at}.url`);
  const rest = object({}, { title: cutLine(MAX_TITLE_CHARS), kind: kinds })(raw, at);
  return /^https?:\/\/[^/\s]/i.test(url) ? { url, ...rest } : undefined;
};

const progress: Reader<number> = (raw, at) => {
  if (typeof raw !== 'number' || !Number.isFinite(raw)) throw new Unfit(at, 'must be a number from 0 to 1');
  return Math.min(1, Math.max(0, raw));
};

export const context: Reader<PageContext> = (raw, at) => {
  const { page: where, ...rest } = object({}, { course: titled, lesson: titled, page, progress })(raw, at);
  return where ? { ...rest, page: where } : rest;
};

export const handshake: Reader<LearnerHandshake> = object({ v: whole(0, 1_000_000), site }, { token });
/** As it came: a signature is over every character. */
export const identity: Reader<string> = (raw, at) => {
  if (typeof raw !== 'string') throw new Unfit(at, 'must be a string');
  if (raw.length > MAX_IDENTITY_CHARS) throw new Unfit(at, `at most ${MAX_IDENTITY_CHARS} characters`, 'identity');
  return raw;
};
export const openRequest: Reader<OpenRequest> = object({ lang, context }, { fresh: flag, identity });

const fileIds = list(matching(/^[0-9a-f]{32}$/, 'the id of an uploaded file'), MAX_FILES);
const words = prose(MAX_MESSAGE_CHARS);
const wordsOrNone = prose(MAX_MESSAGE_CHARS, { empty: true });
/** Text, which may be empty beside files; each of these once. */
export const spoken: Reader<{ readonly text: string; readonly files?: readonly string[] }> = (raw, at) => {
  const given = field(asObject(raw, at), 'files');
  const files = given === undefined || given === null ? [] : [...new Set(fileIds(given, `${at}.files`))];
  const text = (files.length > 0 ? wordsOrNone : words)(field(asObject(raw, at), 'text'), `${at}.text`);
  return files.length > 0 ? { text, files } : { text };
};
const said = object({ lang, context }, { choice: line(MAX_ID_CHARS * 2) });
export const say: Reader<Omit<Extract<LearnerCommand, { type: 'say' }>, 'type'>> = (raw, at) => ({
  ...spoken(raw, at),
  ...said(raw, at),
});
export const rate = object({
  stars: whole(1, 5),
  reasons: list(oneOf(RATING_REASONS), RATING_REASONS.length),
  comment: prose(MAX_COMMENT_CHARS, { empty: true }),
});

export const learnerCommand: Reader<LearnerCommand> = byType({
  say,
  'ask-person': object({ lang, context }),
  'cancel-wait': object({}),
  helped: object({ seq: whole(1, MAX_SEQ), helped: flag }),
  'leave-contact': object({
    email,
    name: line(MAX_NAME_CHARS, { empty: true }),
    text: prose(MAX_MESSAGE_CHARS, { empty: true }),
  }),
  end: object({}),
  rate,
  'skip-rating': object({}),
});

export const actRequest: Reader<ActRequest<LearnerCommand>> = object({ conversation, cid, command: learnerCommand });
export const syncRequest: Reader<SyncRequest> = object({ conversation, since: whole(0, MAX_SEQ) });
export const historyRequest: Reader<HistoryRequest> = object({ conversation, before: whole(1, MAX_SEQ) });
const learnerSignal: Reader<LearnerSignal> = byType({
  typing: object({ on: flag }),
  read: object({ seq: whole(0, MAX_SEQ) }),
  context: object({ context }),
  track: object({ events: tracked }),
});
export const signalRequest = object({ conversation, signal: learnerSignal });
