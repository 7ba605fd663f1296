/** What the environment names and only a try can tell: asked before the database is opened and the bot is trained, each fault with its variable. */
import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Config } from './config.ts';

type Address = Pick<Config, 'port' | 'host'>;

/** Why listening failed, as a fault of the environment; undefined for an error of another kind. */
export function addressFault(error: unknown, { port, host }: Address): string | undefined {
  if (!(error instanceof Error && 'code' in error && 'syscall' in error)) return undefined;
  if (error.syscall !== 'listen' && error.syscall !== 'getaddrinfo') return undefined;
  if (error.code === 'EADDRINUSE')
    return `PORT: port ${port} is in use; stop what uses it, or start with PORT=${port < 65_535 ? port + 1 : port - 1}`;
  if (error.code === 'EACCES') return `PORT: this user may not open port ${port}; write one from 1024`;
  return `HOST: "${host}" is no address of this machine (${String(error.code)}); write 127.0.0.1, or 0.0.0.0 for every network`;
}

async function tryAddress({ port, host }: Address): Promise<void> {
  // A client that has been waiting for a server is let go of at once: it would keep this one from closing.
  const probe = createServer((line) => line.destroy());
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(port, host, resolve);
  });
  await new Promise<void>((resolve) => probe.close(() => resolve()));
}

function tableFault(dir: string): string[] {
  try {
    readdirSync(dir);
    return [];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [`INTENTS_DIR: "${dir}" cannot be read (${why}); write the folder that holds catalogue, en and zh`];
  }
}

export async function surroundingFaults(config: Pick<Config, 'port' | 'host' | 'intentsDir'>): Promise<readonly string[]> {
  const address = await tryAddress(config).then(
    () => undefined,
    (error: unknown) => {
      const fault = addressFault(error, config);
      if (fault === undefined) throw error;
      return fault;
    },
  );
  return [...(address === undefined ? [] : [address]), ...tableFault(config.intentsDir)];
}
