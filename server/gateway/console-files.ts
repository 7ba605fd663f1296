/** Files in the agents' console: an agent's session opens every conversation of the site. */
import { conversationId } from '#domain/ids.ts';
import type { Ack } from '#protocol/refusals.ts';
import type { FileRef } from '#protocol/shapes.ts';
import { no } from './answer.ts';
import type { Uploads } from './attachments.ts';
import { type ConsoleParts, guardedRoute, nothing } from './console-http.ts';
import { parse } from './parse.ts';
import { conversation } from './payloads.ts';

export function serveConsoleFiles(parts: ConsoleParts, uploads: Uploads): void {
  const { desk } = parts.gateway;
  guardedRoute(
    parts,
    'POST /console/api/conversations/:id/attachments',
    nothing,
    async (_none, { id, session, request }): Promise<Ack<FileRef>> => {
      const known = parse(conversation, id).ok ? await desk.row(conversationId(id), null) : undefined;
      if (!known) return no('not-yours');
      return uploads.take(request, session.agent.id, known.state.site, id, session.agent.id);
    },
  );
  guardedRoute(parts, 'GET /console/api/conversations/:id/attachments/:file', nothing, async (_none, caller) =>
    uploads.give(caller.response, caller.id, String(caller.request.params['file'])),
  );
}
