/** Agents put into the database before the server starts, each with a session: signing in is proven elsewhere. */
import { createHash, randomBytes } from 'node:crypto';
import { agentId } from '#domain/ids.ts';
import { instant } from '#domain/time.ts';
import type { AgentCard } from '#protocol/agents.ts';
import { openSqliteStore } from '#store/sqlite.ts';

export interface Hired {
  readonly card: AgentCard;
  /** "name=value". */
  readonly cookie: string;
}

const hex = (bytes: number) => randomBytes(bytes).toString('hex');
const A_DAY = 24 * 3_600_000;

export async function hire(path: string, names: readonly string[]): Promise<readonly Hired[]> {
  const store = await openSqliteStore({ path, ids: { hex } });
  const hired: Hired[] = [];
  try {
    for (const name of names) {
      const id = agentId(hex(16));
      const token = hex(32);
      const at = instant(Date.now());
      const login = `${name.toLowerCase()}@example.org`;
      await store.agents.create({ id, login, name, role: 'agent', passwordHash: 'none', disabled: false, createdAt: at });
      const hash = createHash('sha256').update(token).digest('hex');
      await store.agents.openSession({ hash, agent: id, csrf: hex(32), at, until: instant(at + 7 * A_DAY) });
      const card = { id, name, role: 'agent', online: false, available: true } as const;
      hired.push({ card, cookie: `handraise_session=${token}` });
    }
  } finally {
    await store.close();
  }
  return hired;
}
