/** The HTTP twin described for programs (OpenAPI 3.1). A test checks that every route is here and that each example works. */
import { MAX_FILE_BYTES, MAX_IDENTITY_CHARS, MAX_MESSAGE_CHARS, PROTOCOL_VERSION } from '#protocol/limits.ts';
import { ref, SCHEMAS, strict } from './openapi-schemas.ts';

type Json = Readonly<Record<string, unknown>>;
const json = (schema: Json, example?: unknown): Json => ({
  'application/json': { schema, ...(example === undefined ? {} : { example }) },
});
const body = (schema: Json, example: unknown): Json => ({ required: true, content: json(schema, example) });
const REFUSALS: Readonly<Record<string, string>> = {
  400: 'bad-request: the detail names the field',
  401: 'signed-out: the token is missing or not valid; identity: the signature about the learner is',
  403: 'not-allowed: in this state, or from this Origin',
  404: 'not-yours: no such conversation of this learner',
  409: 'closed, taken or conflict',
  413: 'too-long',
  415: 'a Content-Encoding was used',
  426: 'outdated: another protocol version',
  429: 'too-fast: wait retryAfterMs (also in Retry-After)',
  500: 'internal: our fault, logged under the detail',
  507: 'storage-full: nothing was stored; keep the message and try later',
};
const answers = (schema: Json, description: string): Json => ({
  200: { description, content: json(schema) },
  ...Object.fromEntries(
    Object.entries(REFUSALS).map(([status, why]) => [status, { description: why, content: json(ref('Refused')) }]),
  ),
});
const PATH_ID: Json = { name: 'id', in: 'path', required: true, schema: ref('Id') };
const CID = '00112233445566778899aabbccddeeff';
const CONTEXT = { course: { id: 'python-basics', title: 'Python basics' }, lesson: { id: 'loops' } };
const act = (id: string, summary: string, schema: Json, example: unknown): Json => ({
  operationId: id,
  summary,
  parameters: [PATH_ID],
  requestBody: body(schema, example),
  responses: answers(ref('Acted'), 'stored: this answer leaves only after the commit'),
});

export function openApi(server: string): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Handraise',
      version: String(PROTOCOL_VERSION),
      description:
        'The learner’s side over plain HTTP. Open a session, keep the token, post commands with a cid of your own, read the thread by long polling.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: server }],
    security: [{ learner: [] }],
    paths: {
      '/api/v1/sessions': {
        post: {
          operationId: 'openSession',
          summary: 'Begin, or come back with the token: the learner’s current conversation',
          security: [{}, { learner: [] }],
          requestBody: body(
            strict(
              {
                v: { const: PROTOCOL_VERSION },
                site: { type: 'string' },
                lang: ref('Lang'),
                context: ref('PageContext'),
                identity: {
                  type: 'string',
                  maxLength: MAX_IDENTITY_CHARS,
                  description: 'JWT of the host site about its learner (HS256 or EdDSA); send a new one before it runs out.',
                },
              },
              ['identity'],
            ),
            { v: PROTOCOL_VERSION, site: 'default', lang: 'en', context: CONTEXT },
          ),
          responses: answers(ref('Opened'), 'the session'),
        },
      },
      '/api/v1/conversations': {
        post: {
          operationId: 'openConversation',
          summary: 'A new conversation after the last one was closed; while it is open, that one',
          requestBody: body(strict({ lang: ref('Lang'), context: ref('PageContext') }), { lang: 'en', context: {} }),
          responses: answers(ref('Opened'), 'the conversation'),
        },
      },
      '/api/v1/conversations/{id}/messages': {
        post: act(
          'say',
          'Say something',
          strict(
            {
              cid: ref('Cid'),
              text: { type: 'string', maxLength: MAX_MESSAGE_CHARS, description: 'may be empty beside files' },
              lang: ref('Lang'),
              context: ref('PageContext'),
              choice: { type: 'string', description: 'of the quick reply that was picked' },
              files: ref('FileIds'),
            },
            ['choice', 'files'],
          ),
          { cid: CID, text: 'can i get my money back', lang: 'en', context: CONTEXT },
        ),
      },
      '/api/v1/conversations/{id}/commands': {
        post: act('command', 'Any other command', strict({ cid: ref('Cid'), command: ref('Command') }), {
          cid: CID.replace(/^00/, '01'),
          command: { type: 'end' },
        }),
      },
      '/api/v1/conversations/{id}/rating': {
        post: act(
          'rate',
          'Rate a conversation that has ended; again within 14 days to change it',
          { allOf: [ref('Rating'), strict({ cid: ref('Cid') })] },
          { cid: CID.replace(/^00/, '02'), stars: 5, reasons: ['fast', 'clear'], comment: 'Thank you' },
        ),
      },
      '/api/v1/conversations/{id}/entries': {
        get: {
          operationId: 'entries',
          summary:
            'The thread after `since`; with `wait`, the answer comes at the next change of thread or view, or after so many seconds',
          parameters: [
            PATH_ID,
            { name: 'since', in: 'query', schema: { type: 'integer', minimum: 0, default: 0 }, example: 0 },
            { name: 'wait', in: 'query', schema: { type: 'integer', minimum: 0, maximum: 25, default: 0 }, example: 0 },
          ],
          responses: answers(ref('Page'), 'at most 100 entries, oldest first'),
        },
      },
      '/api/v1/conversations/{id}/attachments': {
        post: {
          operationId: 'upload',
          summary: `Upload a picture (PNG, JPEG, WebP), PDF or text file of at most ${MAX_FILE_BYTES} bytes, where the owner allows it; then name its id in files of a message, within a day`,
          parameters: [
            PATH_ID,
            {
              name: 'X-Handraise-Name',
              in: 'header',
              schema: { type: 'string' },
              description: 'file name, percent-encoded UTF-8',
            },
          ],
          requestBody: {
            required: true,
            content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
          },
          responses: answers(ref('File'), 'stored; what a picture told of its place and camera was taken out'),
        },
      },
      '/api/v1/conversations/{id}/attachments/{file}': {
        get: {
          operationId: 'download',
          summary: 'A file of this conversation, as it was stored',
          parameters: [PATH_ID, { name: 'file', in: 'path', required: true, schema: ref('Id') }],
          responses: {
            ...answers(ref('File'), ''),
            200: {
              description: 'the bytes',
              content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
            },
          },
        },
      },
    },
    components: {
      schemas: SCHEMAS,
      securitySchemes: { learner: { type: 'http', scheme: 'bearer', description: 'The token of POST /api/v1/sessions' } },
    },
  };
}
