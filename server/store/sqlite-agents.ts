import { agentId } from '#domain/ids.ts';
import { instant } from '#domain/time.ts';
import type { Db } from './sqlite-open.ts';
import { prepareSessions } from './sqlite-sessions.ts';
import type { Writer } from './sqlite-writer.ts';
import type { Agent, Agents, Canned } from './store.ts';

interface Raw {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly role: 'agent' | 'admin';
  readonly passwordHash: string;
  readonly disabled: number;
  readonly createdAt: number;
}
const agentFrom = (raw: Raw): Agent => ({
  ...raw,
  id: agentId(raw.id),
  disabled: raw.disabled === 1,
  createdAt: instant(raw.createdAt),
});

const COLUMNS = 'SELECT id, login, name, role, password_hash AS passwordHash, disabled, created_at AS createdAt FROM agent';

export function prepareAgents(db: Db, writer: Writer): Agents {
  const count = db.prepare<[], number>('SELECT count(*) FROM agent').pluck();
  const insert = db.prepare(
    `INSERT INTO agent (id, login, name, role, password_hash, disabled, created_at)
     VALUES (@id, @login, @name, @role, @passwordHash, @disabled, @createdAt) ON CONFLICT(login) DO NOTHING`,
  );
  const byLogin = db.prepare<[string], Raw>(`${COLUMNS} WHERE login = ?`);
  const byId = db.prepare<[string], Raw>(`${COLUMNS} WHERE id = ?`);
  const list = db.prepare<[], Raw>(`${COLUMNS} ORDER BY name, id`);
  const change = db.prepare(
    `UPDATE agent SET name = coalesce(@name, name), role = coalesce(@role, role),
     password_hash = coalesce(@passwordHash, password_hash), disabled = coalesce(@disabled, disabled) WHERE id = @id`,
  );
  const canned = db.prepare<[], Canned>('SELECT id, shortcut, title, text FROM canned ORDER BY shortcut, id');
  const putCanned = db.prepare(
    `INSERT INTO canned (id, shortcut, title, text) VALUES (@id, @shortcut, @title, @text)
     ON CONFLICT(id) DO UPDATE SET shortcut = excluded.shortcut, title = excluded.title, text = excluded.text`,
  );
  const removeCanned = db.prepare<[string]>('DELETE FROM canned WHERE id = ?');

  return {
    ...prepareSessions(db, writer),
    async count() {
      return count.get() ?? 0;
    },
    create(agent) {
      return writer.write(() => insert.run({ ...agent, disabled: Number(agent.disabled) }).changes === 1);
    },
    async byLogin(login) {
      const raw = byLogin.get(login);
      return raw && agentFrom(raw);
    },
    async get(id) {
      const raw = byId.get(id);
      return raw && agentFrom(raw);
    },
    async list() {
      return list.all().map(agentFrom);
    },
    async update(id, { name = null, role = null, passwordHash = null, disabled }) {
      const off = disabled === undefined ? null : Number(disabled);
      await writer.write(() => change.run({ id, name, role, passwordHash, disabled: off }));
    },
    async canned() {
      return canned.all();
    },
    async putCanned({ id, shortcut, title, text }) {
      await writer.write(() => putCanned.run({ id, shortcut, title, text }));
    },
    async removeCanned(id) {
      await writer.write(() => removeCanned.run(id));
    },
  };
}
