/** Files over HTTP: the raw bytes in, after every check that needs no byte; out as a download that no browser runs. */
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { type AgentId, conversationId } from '#domain/ids.ts';
import { type Clock, duration } from '#domain/time.ts';
import { MAX_FILE_BYTES, MAX_FILE_NAME_CHARS } from '#protocol/limits.ts';
import type { Ack } from '#protocol/refusals.ts';
import type { FileRef } from '#protocol/shapes.ts';
import { headerOf } from './admit.ts';
import { no, refused, yes } from './answer.ts';
import { cutLine, parse } from './parse.ts';
import type { Gateway } from './ports.ts';

/** A line that brings nothing for this long is given up; the whole may take as long as the HTTP server allows. Milliseconds. */
const SILENT_MS = 20_000;
/** Uploads one person may have on their way at once: a message's worth. */
const MAX_AT_ONCE = 4;

export const NAME_HEADER = 'x-handraise-name';
const OFF = no('not-allowed', 'this server takes no files; its owner may set ATTACHMENTS=on');
const KINDS = 'only PNG, JPEG and WebP pictures, PDF and plain text, whole and undamaged';

/** The name in the header, percent-encoded UTF-8; without folders, and never empty. */
function nameOf(request: Request): string {
  let raw = headerOf(request, NAME_HEADER) ?? '';
  try {
    raw = decodeURIComponent(raw);
  } catch {
    // Not encoded: as it stands.
  }
  const read = parse(cutLine(MAX_FILE_NAME_CHARS), raw.replace(/^.*[\\/]/s, ''));
  return (read.ok ? read.value : '') || 'file';
}

/** The body, chunk by chunk; ends with an error when the sender falls silent or goes away. */
async function* body(request: Request, clock: Clock): AsyncGenerator<Uint8Array> {
  const watch = () => clock.later(duration(SILENT_MS), () => request.destroy(new Error('the upload fell silent')));
  let cancel = watch();
  try {
    for await (const chunk of request) {
      cancel();
      cancel = watch();
      yield chunk as Uint8Array;
    }
  } finally {
    cancel();
  }
}

export interface Uploads {
  /** `who` is a learner's or agent's id. The caller has checked that the conversation is theirs. */
  take(request: Request, who: string, site: string, conversation: string, agent: AgentId | null): Promise<Ack<FileRef>>;
  /** Answers with the file, or with a refusal. */
  give(response: Response, conversation: string, id: string): Promise<Ack<never> | 'sent'>;
}

export function createUploads({ desk, config, limits, clock }: Gateway): Uploads {
  const underWay = new Map<string, number>();
  return {
    async take(request, who, site, conversation, agent) {
      if (!config.attachments) return OFF;
      if (!/^application\/octet-stream\b/i.test(headerOf(request, 'content-type') ?? ''))
        return no('bad-request', 'send the bytes as application/octet-stream');
      const length = headerOf(request, 'content-length');
      if (length === undefined || !/^\d{1,15}$/.test(length)) return no('bad-request', 'Content-Length is missing');
      if (Number(length) > MAX_FILE_BYTES) return no('too-long', `at most ${MAX_FILE_BYTES} bytes`);
      const now = underWay.get(who) ?? 0;
      if (now >= MAX_AT_ONCE) return no('too-fast', `at most ${MAX_AT_ONCE} uploads at once`, 1_000);
      const caller = { learner: who, site, address: '' };
      const wait = limits.file(caller, clock.now());
      if (wait > 0) return no('too-fast', 'too many files today', wait);
      underWay.set(who, now + 1);
      try {
        const taken = await desk.files.take(
          conversationId(conversation),
          agent,
          nameOf(request),
          body(request, clock),
          MAX_FILE_BYTES,
        );
        if (taken === 'too-big') return no('too-long', `at most ${MAX_FILE_BYTES} bytes`);
        if (taken === 'unfit') return no('bad-request', KINDS);
        return taken.ok ? yes(taken.value) : refused(taken.refused, String);
      } catch (error) {
        limits.brokeOff(caller, clock.now());
        // The sender has gone or fell silent: nobody hears the answer, and it is no fault of ours.
        if (request.errored || request.destroyed) return no('bad-request', 'the upload broke off');
        throw error;
      } finally {
        const left = (underWay.get(who) ?? 1) - 1;
        if (left > 0) underWay.set(who, left);
        else underWay.delete(who);
      }
    },
    async give(response, conversation, id) {
      const found = /^[0-9a-f]{32}$/.test(id) ? await desk.files.read(conversationId(conversation), id) : undefined;
      if (!found) return no('not-yours', 'no such file here');
      const { file, stream, bytes } = found;
      response.setHeader('Content-Type', file.type === 'text/plain' ? 'text/plain; charset=utf-8' : file.type);
      response.setHeader('Content-Length', bytes);
      response.setHeader('Content-Disposition', `attachment; filename*=UTF-8''${encoded(file.name)}`);
      response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
      response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
      // What an id stands for never changes.
      response.setHeader('Cache-Control', 'private, max-age=86400, immutable');
      await pipeline(stream, response).catch(() => response.destroy());
      return 'sent';
    },
  };
}

const encoded = (name: string) => encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
