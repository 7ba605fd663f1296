/**
 * `npm run agent -- password LOGIN`: a new password for somebody who forgot theirs, printed once; for the only admin there is no other
 * way in. DATA_DIR as for the server, which may go on running. Whoever is signed in under that name is signed out within a minute.
 */
import { randomBytes } from 'node:crypto';
import { hashPassword } from '#gateway/passwords.ts';
import { openSqliteStore } from '#store/sqlite.ts';
import { databaseIn, perform, Refusal } from './copy-database.ts';
import { readArguments } from './read-arguments.ts';

const USAGE = 'Write: npm run agent -- password LOGIN';

await perform(async () => {
  const { positionals } = readArguments({ allowPositionals: true, options: {} }, USAGE);
  const [verb, login, ...more] = positionals;
  if (verb !== 'password' || login === undefined || more.length > 0) throw new Refusal(USAGE);
  const store = await openSqliteStore({
    path: databaseIn(process.env['DATA_DIR'] || './data'),
    ids: { hex: (bytes) => randomBytes(bytes).toString('hex') },
    upgrade: false,
  }).catch((error: Error) => {
    throw new Refusal(error.message, { cause: error });
  });
  try {
    const agent = await store.agents.byLogin(login.toLowerCase());
    if (agent === undefined) {
      const logins = (await store.agents.list()).map((other) => other.login);
      throw new Refusal(
        `Nobody signs in as ${login}. ${logins.length === 0 ? 'There is no agent yet: restart the server for a set-up address.' : `These do: ${logins.join(', ')}.`}`,
      );
    }
    if (agent.disabled)
      throw new Refusal(`${agent.login} is disabled: an admin enables it in the console, on the page Agents.`);
    const password = randomBytes(15).toString('base64url');
    await store.agents.update(agent.id, { passwordHash: await hashPassword(password) });
    await store.agents.endSessionsOf(agent.id);
    return `${agent.login} now signs in with ${password}\nChange it in the console.`;
  } finally {
    await store.close();
  }
});
