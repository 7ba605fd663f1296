/** The console's HTTP calls: same origin, session cookie, and the CSRF word on everything that changes something. */
import type { AgentCard, AgentRole } from '#protocol/agents.ts';
import type { Refusal } from '#protocol/refusals.ts';
import type { FileRef } from '#protocol/shapes.ts';

/** A value, the server's refusal, or no answer at all. */
export type Reply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal | 'no-answer' };

export interface SiteState {
  /** True while no agent exists: the set-up address still works. */
  readonly setup: boolean;
  readonly me: AgentCard | null;
  readonly csrf: string | null;
  readonly site: { readonly name: string };
  readonly lang: string;
  /** IANA name: where a day of the figures begins. */
  readonly timeZone: string;
}
export interface Session {
  readonly me: AgentCard;
  readonly csrf: string;
}
export interface AgentAccount extends AgentCard {
  readonly login: string;
  readonly disabled: boolean;
  readonly createdAt: number;
}
export interface CannedReply {
  readonly id: string;
  readonly shortcut: string;
  readonly title: string;
  readonly text: string;
  /** As the server has it; one that is being written has none yet. */
  readonly version?: string;
}
/** Shares are 0 to 1; null where there is nothing to divide by. */
export interface Figures {
  readonly conversations: number;
  readonly ended: number;
  readonly resolved: number;
  readonly automatic: number;
  readonly ratings: number;
  readonly satisfied: number;
  readonly meanStars: number | null;
  readonly satisfaction: number | null;
  readonly resolution: number | null;
  readonly automaticRate: number | null;
  readonly helpedYes: number;
  readonly helpedNo: number;
}
export interface DayFigures {
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly ratings: number;
  readonly satisfied: number;
  readonly meanStars: number | null;
  readonly conversations: number;
  readonly automatic: number;
}
/** Where on the course; titles are the latest known, null where no page has sent one. */
export interface Placed {
  readonly course: string | null;
  readonly lesson: string | null;
  readonly courseTitle: string | null;
  readonly lessonTitle: string | null;
}
export interface FiguresComment extends Placed {
  readonly conversation: string;
  readonly at: number;
  readonly stars: number;
  readonly reasons: readonly string[];
  readonly comment: string;
  readonly agent: string | null;
}
export interface FiguresReport {
  readonly from: string;
  readonly to: string;
  readonly all: Figures;
  readonly bot: Figures;
  readonly agents: Figures;
  readonly byCourse: readonly (Placed & { readonly figures: Figures })[];
  readonly byAgent: readonly { readonly agent: string; readonly name: string; readonly figures: Figures }[];
  readonly days: readonly DayFigures[];
  readonly comments: readonly FiguresComment[];
}
export interface AgentPatch {
  readonly name?: string;
  readonly role?: AgentRole;
  readonly disabled?: boolean;
  readonly password?: string;
}

export const BASE = '/console/api';
let csrf: string | null = null;

/** One call; never throws. `path` begins with a slash, under BASE. */
export async function ask<T>(method: string, path: string, body?: unknown): Promise<Reply<T>> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (method !== 'GET' && csrf !== null) headers['x-handraise-csrf'] = csrf;
  try {
    const init: RequestInit = { method, headers, credentials: 'same-origin', cache: 'no-store' };
    const response = await fetch(BASE + path, body === undefined ? init : { ...init, body: JSON.stringify(body) });
    const raw = await response.text();
    const value: unknown = raw === '' ? null : JSON.parse(raw);
    if (response.ok) return { ok: true, value: value as T };
    const refusal = (value as { refusal?: Refusal } | null)?.refusal;
    return { ok: false, refusal: refusal ?? { code: 'internal', detail: String(response.status) } };
  } catch {
    return { ok: false, refusal: 'no-answer' };
  }
}

/** The bytes of a file for a reply in this conversation; never throws. */
export async function uploadFile(conversation: string, file: File): Promise<Reply<FileRef>> {
  try {
    const response = await fetch(`${BASE}/conversations/${id(conversation)}/attachments`, {
      method: 'POST',
      credentials: 'same-origin',
      headers: {
        'content-type': 'application/octet-stream',
        'x-handraise-name': encodeURIComponent(file.name || 'file'),
        'x-handraise-csrf': csrf ?? '',
      },
      body: file,
    });
    const value = (await response.json()) as FileRef & { readonly refusal?: Refusal };
    return response.ok ? { ok: true, value } : { ok: false, refusal: value.refusal ?? { code: 'internal' } };
  } catch {
    return { ok: false, refusal: 'no-answer' };
  }
}

async function begin(reply: Promise<Reply<Session>>): Promise<Reply<Session>> {
  const answer = await reply;
  if (answer.ok) csrf = answer.value.csrf;
  return answer;
}

const id = encodeURIComponent;

export const api = {
  state: async (): Promise<Reply<SiteState>> => {
    const answer = await ask<SiteState>('GET', '/state');
    if (answer.ok) csrf = answer.value.csrf;
    return answer;
  },
  setUp: (fields: { token: string; name: string; login: string; password: string }) => begin(ask('POST', '/setup', fields)),
  signIn: (fields: { login: string; password: string }) => begin(ask('POST', '/sign-in', fields)),
  signOut: () => ask<unknown>('POST', '/sign-out', {}),
  /** Ends every session of this agent and opens a new one for this browser. */
  changePassword: (fields: { current: string; next: string }) => begin(ask('POST', '/password', fields)),
  agents: () => ask<{ agents: readonly AgentAccount[] }>('GET', '/agents'),
  addAgent: (fields: { name: string; login: string; role: AgentRole; password: string }) =>
    ask<unknown>('POST', '/agents', fields),
  changeAgent: (agent: string, patch: AgentPatch) => ask<unknown>('PATCH', `/agents/${id(agent)}`, patch),
  canned: () => ask<{ canned: readonly CannedReply[] }>('GET', '/canned'),
  saveCanned: ({ id: key, ...fields }: CannedReply) => ask<unknown>('PUT', `/canned/${id(key)}`, fields),
  removeCanned: (key: string) => ask<unknown>('DELETE', `/canned/${id(key)}`),
  figures: (from: string, to: string) => ask<FiguresReport>('GET', `/figures?from=${id(from)}&to=${id(to)}`),
};

export function csvAddress(from: string, to: string): string {
  return `${BASE}/ratings.csv?from=${id(from)}&to=${id(to)}`;
}
