/** The shapes of the HTTP twin as JSON Schema; protocol/shapes.ts and events.ts are the same in TypeScript. */
import {
  MAX_COMMENT_CHARS,
  MAX_EMAIL_CHARS,
  MAX_FILE_BYTES,
  MAX_FILE_NAME_CHARS,
  MAX_FILES,
  MAX_ID_CHARS,
  MAX_MESSAGE_CHARS,
  MAX_NAME_CHARS,
  MAX_TITLE_CHARS,
  MAX_URL_CHARS,
  RATING_REASONS,
} from '#protocol/limits.ts';
import { REFUSAL_CODES } from '#protocol/refusals.ts';

type Schema = Readonly<Record<string, unknown>>;
export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const text = (maxLength: number, more: Schema = {}): Schema => ({ type: 'string', maxLength, ...more });
const words = (...values: readonly string[]): Schema => ({ type: 'string', enum: values });
export const strict = (properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema => ({
  type: 'object',
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  properties,
});
const seq: Schema = { type: 'integer', minimum: 0 };
const time: Schema = { type: 'integer', description: 'milliseconds since 1970 UTC' };
const titled = strict({ id: text(MAX_ID_CHARS), title: text(MAX_TITLE_CHARS) }, ['title']);
const is = (type: string): Schema => ({ const: type });

const entry = (type: string, properties: Readonly<Record<string, Schema>> = {}, optional: readonly string[] = []) =>
  strict({ seq, at: time, type: is(type), ...properties }, optional);

export const SCHEMAS: Readonly<Record<string, Schema>> = {
  Id: { type: 'string', pattern: '^[0-9a-f]{32}$' },
  Cid: {
    type: 'string',
    pattern: '^[0-9a-f]{32}$',
    description: '128 random bits of yours, one per command. Sending the same one again is harmless and gets the same answer.',
  },
  Lang: { type: 'string', description: 'BCP 47 tag of the page', examples: ['en', 'zh-CN'] },
  PageContext: {
    ...strict(
      {
        course: titled,
        lesson: titled,
        page: strict(
          { url: text(MAX_URL_CHARS), title: text(MAX_TITLE_CHARS), kind: words('lesson', 'quiz', 'exam', 'other') },
          ['title', 'kind'],
        ),
        progress: { type: 'number', minimum: 0, maximum: 1 },
      },
      ['course', 'lesson', 'page', 'progress'],
    ),
    description: 'Where the learner is; say what you know, at least {}.',
  },
  QuickReply: strict({ label: { type: 'string' }, choice: { type: 'string' } }),
  Rating: strict({
    stars: { type: 'integer', minimum: 1, maximum: 5 },
    reasons: { type: 'array', items: words(...RATING_REASONS) },
    comment: text(MAX_COMMENT_CHARS),
  }),
  FileIds: { type: 'array', maxItems: MAX_FILES, items: { $ref: '#/components/schemas/Id' }, description: 'of uploaded files' },
  File: strict(
    {
      id: { $ref: '#/components/schemas/Id' },
      name: text(MAX_FILE_NAME_CHARS),
      type: words('image/png', 'image/jpeg', 'image/webp', 'application/pdf', 'text/plain'),
      bytes: { type: 'integer', maximum: MAX_FILE_BYTES },
      width: { type: 'integer' },
      height: { type: 'integer' },
    },
    ['width', 'height'],
  ),
  Author: {
    oneOf: [
      strict({ role: is('learner') }),
      strict({ role: is('bot') }),
      strict({ role: is('agent'), name: { type: 'string' } }),
    ],
  },
  Entry: {
    description: 'One line of the thread. Skip types you do not know: more may come. `hidden` keeps the numbers dense.',
    oneOf: [
      entry(
        'message',
        {
          author: ref('Author'),
          text: { type: 'string' },
          files: { type: 'array', items: ref('File') },
          cid: ref('Cid'),
          quickReplies: { type: 'array', items: ref('QuickReply') },
          canHelp: { type: 'boolean' },
          unanswered: { type: 'boolean' },
        },
        ['files', 'cid', 'quickReplies', 'canHelp', 'unanswered'],
      ),
      entry('waiting', { reason: words('asked', 'missed', 'intent', 'urgent', 'angry', 'unhelpful', 'returned') }),
      entry('wait-cancelled'),
      entry('joined', { name: { type: 'string' } }),
      entry('left', { to: words('bot', 'queue', 'agent'), name: { type: 'string' } }, ['name']),
      entry('helped', { about: seq, helped: { type: 'boolean' } }),
      entry('contact-left', { email: { type: 'string' } }),
      entry('ended', { by: words('learner', 'agent', 'system') }),
      entry('reopened'),
      entry('rated', { rating: ref('Rating') }),
      entry('rating-skipped'),
      entry('hidden'),
    ],
  },
  ConversationView: strict(
    {
      id: ref('Id'),
      status: words('with-bot', 'waiting', 'with-agent', 'closed'),
      head: { ...seq, description: 'last seq of the conversation; 0 when nothing was said yet' },
      agent: strict({ name: { type: 'string' } }),
      queue: strict({
        position: { type: 'integer', minimum: 1 },
        etaMs: { type: ['integer', 'null'] },
        staffed: { type: 'boolean' },
        nextOpenAt: { type: ['integer', 'null'] },
      }),
      readByAgent: seq,
      rating: words('not-yet', 'ask', 'given', 'skipped'),
      canRateUntil: time,
    },
    ['agent', 'queue', 'canRateUntil'],
  ),
  Opened: strict(
    {
      token: { type: 'string', pattern: '^[0-9a-f]{64}$', description: 'Keep it: it is the learner.' },
      epoch: { type: 'string', description: 'When it differs from what you hold, drop what you hold and read from 0.' },
      conversation: ref('ConversationView'),
      greeting: { type: 'string' },
      starters: { type: 'array', items: ref('QuickReply') },
      staffed: { type: 'boolean' },
      nextOpenAt: { type: ['integer', 'null'] },
      attachments: { const: true, description: 'present where files may be sent' },
    },
    ['attachments'],
  ),
  Acted: strict({ cid: ref('Cid'), seq, epoch: { type: 'string' } }),
  Page: strict({
    epoch: { type: 'string' },
    view: ref('ConversationView'),
    entries: { type: 'array', items: ref('Entry') },
    more: { type: 'boolean', description: 'true: ask again from the last seq' },
  }),
  Command: {
    oneOf: [
      strict(
        {
          type: is('say'),
          text: text(MAX_MESSAGE_CHARS),
          lang: ref('Lang'),
          context: ref('PageContext'),
          choice: { type: 'string' },
          files: ref('FileIds'),
        },
        ['choice', 'files'],
      ),
      strict({ type: is('ask-person'), lang: ref('Lang'), context: ref('PageContext') }),
      strict({ type: is('cancel-wait') }),
      strict({ type: is('helped'), seq, helped: { type: 'boolean' } }),
      strict({
        type: is('leave-contact'),
        email: text(MAX_EMAIL_CHARS, { format: 'email' }),
        name: text(MAX_NAME_CHARS),
        text: text(MAX_MESSAGE_CHARS),
      }),
      strict({ type: is('end') }),
      strict({
        type: is('rate'),
        stars: { type: 'integer', minimum: 1, maximum: 5 },
        reasons: { type: 'array', items: words(...RATING_REASONS) },
        comment: text(MAX_COMMENT_CHARS),
      }),
      strict({ type: is('skip-rating') }),
    ],
  },
  Refused: strict({
    refusal: strict({ code: words(...REFUSAL_CODES), detail: { type: 'string' }, retryAfterMs: { type: 'integer' } }, [
      'detail',
      'retryAfterMs',
    ]),
  }),
};
