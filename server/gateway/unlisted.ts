/** Pages that may not connect, said in the log: to their visitors the button is dead, and the owner sees nothing of their consoles. */
import { originOf } from './admit.ts';
import type { GatewayConfig, Log } from './ports.ts';

/** Anybody can send any Origin: so many are remembered and told, each once. */
const MOST = 20;

/** Tells of a refused page: its origin, and the server's Host as the page has it. */
export type Unlisted = (origin: string | undefined, host: string | undefined) => void;

export function createUnlisted({ allowedOrigins, publicUrl }: GatewayConfig, log: Pick<Log, 'warn'>): Unlisted {
  const told = new Set<string>();
  return (given, host) => {
    const origin = given === undefined ? undefined : originOf(given);
    // Programs, sandboxed frames and files have none that could be named in a setting.
    if (origin === undefined || told.has(origin) || told.size >= MOST) return;
    told.add(origin);
    // The server's own pages under a name it does not know to be its own.
    const own = publicUrl === null && new URL(origin).host === host?.toLowerCase();
    const set = own ? `PUBLIC_URL=${origin}` : `ALLOWED_ORIGINS=${[...(allowedOrigins ?? []), origin].join(',')}`;
    log.warn({ origin, set }, 'a page may not connect: if the site is yours, start with the setting named here');
    if (told.size === MOST)
      log.warn({ most: MOST }, 'many origins were refused: further ones are not named until the next start');
  };
}
