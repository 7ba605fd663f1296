/** Agents' sessions: 256 random bits in a cookie, hashed at rest; ending one cuts its sockets at once. */
import { type AgentId, agentId } from '#domain/ids.ts';
import { after, duration, type Instant } from '#domain/time.ts';
import type { Agent, Gateway } from './ports.ts';
import type { Roster } from './roster.ts';
import { hashed } from './secrets.ts';

const SESSION_IDLE_MS = 12 * 3_600_000;
const SESSION_MAX_MS = 7 * 24 * 3_600_000;

export interface Session {
  readonly hash: string;
  readonly agent: Agent;
  readonly csrf: string;
}

type EndedWhy = 'signed-out' | 'disabled' | 'expired';

/** How a socket of a session is told and closed. */
interface Seat {
  readonly hash: string;
  readonly agent: AgentId;
  end(why: EndedWhy): void;
}

export interface Sessions {
  /** `cookie` is the value of Set-Cookie. */
  open(agent: Agent): Promise<{ readonly cookie: string; readonly csrf: string }>;
  /** The session of a Cookie header, if it holds; renews its idle time. */
  of(cookieHeader: string | undefined): Promise<Session | undefined>;
  /** Whether a session still holds, by its hash; renews its idle time. */
  holds(hash: string): Promise<boolean>;
  end(session: Session): Promise<void>;
  /** Ends every session of an agent, and their sockets. */
  endAll(agent: AgentId, why: EndedWhy): Promise<void>;
  /** Ends the sockets of sessions that have run out, for those that say nothing; renews none. On a timer. */
  sweep(): Promise<void>;
  /** Remembers a socket until the returned function is called. */
  seat(seat: Seat): () => void;
  /** Set-Cookie that takes the cookie away. */
  readonly clearing: string;
}

function cookieValue(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? '').slice(0, 8_192).split(';')) {
    const [key, value] = part.split('=', 2);
    if (key?.trim() === name && value !== undefined) return value.trim();
  }
  return undefined;
}

export function createSessions({ store, clock, ids, config }: Gateway, roster: Roster): Sessions {
  const secure = config.publicUrl?.startsWith('https:') === true;
  // The prefix makes browsers refuse the cookie from subdomains and plain HTTP; it demands Secure, so only under TLS.
  const name = secure ? '__Host-handraise_session' : 'handraise_session';
  const attributes = `Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
  const seats = new Set<Seat>();

  function cut(matches: (seat: Seat) => boolean, why: EndedWhy) {
    for (const seat of [...seats]) if (matches(seat)) seat.end(why);
  }

  const find = (hash: string, now: Instant, looked = false) => store.agents.session(hash, now, SESSION_IDLE_MS, looked);
  async function stands(hash: string, looked: boolean): Promise<boolean> {
    const found = await find(hash, clock.now(), looked);
    return found !== undefined && roster.get(found.agent)?.disabled === false;
  }

  return {
    clearing: `${name}=; ${attributes}; Max-Age=0`,
    async open(agent) {
      const token = ids.hex(32);
      const csrf = ids.hex(32);
      const at = clock.now();
      const until = after(at, duration(SESSION_MAX_MS));
      await store.agents.openSession({ hash: hashed(token), agent: agent.id, csrf, at, until });
      return { cookie: `${name}=${token}; ${attributes}; Max-Age=${SESSION_MAX_MS / 1000}`, csrf };
    },
    async of(header) {
      const token = cookieValue(header, name);
      if (token === undefined || !/^[0-9a-f]{64}$/.test(token)) return undefined;
      const hash = hashed(token);
      const found = await find(hash, clock.now());
      const agent = found && roster.get(found.agent);
      return agent && !agent.disabled ? { hash, agent, csrf: found.csrf } : undefined;
    },
    holds: (hash) => stands(hash, false),
    async end(session) {
      await store.agents.endSession(session.hash);
      cut((seat) => seat.hash === session.hash, 'signed-out');
    },
    async endAll(agent, why) {
      await store.agents.endSessionsOf(agent);
      cut((seat) => seat.agent === agentId(agent), why);
    },
    async sweep() {
      for (const hash of new Set([...seats].map((seat) => seat.hash)))
        if (!(await stands(hash, true))) cut((seat) => seat.hash === hash, 'expired');
    },
    seat(seat) {
      seats.add(seat);
      return () => void seats.delete(seat);
    },
  };
}
