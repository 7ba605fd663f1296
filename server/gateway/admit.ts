/** Who may knock: origins, and the address behind proxies. Pure over what the request says. */
import { isIP } from 'node:net';
import type { GatewayConfig } from './ports.ts';

interface Asks {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

export const headerOf = (request: Asks, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
};

/** An origin in its one spelling, or undefined for what is none ("null", a path behind it, other schemes). */
export function originOf(text: string): string | undefined {
  if (!/^https?:\/\/[^/?#@\s\\]+$/i.test(text)) return undefined;
  try {
    return new URL(text).origin;
  } catch {
    return undefined;
  }
}

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;
const isLoopbackName = (hostname: string) => LOOPBACK.test(hostname);

/**
 * The server's own origin as this request may name it. With PUBLIC_URL that alone counts. Without, the Host header is believed only
 * for loopback names and bare addresses: a name could have been rebound to this machine by somebody else's DNS.
 */
export function isOwnOrigin(config: GatewayConfig, origin: string | undefined, host: string | undefined): boolean {
  const known = origin === undefined ? undefined : originOf(origin);
  if (known === undefined) return false;
  if (config.publicUrl !== null && known === new URL(config.publicUrl).origin) return true;
  const { hostname, host: named } = new URL(known);
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (!isLoopbackName(hostname) && isIP(bare) === 0) return false;
  if (config.publicUrl !== null && !isLoopbackName(new URL(config.publicUrl).hostname)) return false;
  return named === host?.toLowerCase();
}

/** Whether a page of `origin` may use the learner's side: exact comparison with the list, never by suffix or prefix. */
export function isAllowedOrigin(config: GatewayConfig, origin: string | undefined, host: string | undefined): boolean {
  if (isOwnOrigin(config, origin, host)) return true;
  const known = origin === undefined ? undefined : originOf(origin);
  if (known === undefined) return false;
  if (config.allowedOrigins !== null) return config.allowedOrigins.includes(known);
  const isPublic = config.publicUrl !== null && !isLoopbackName(new URL(config.publicUrl).hostname);
  return !isPublic && isLoopbackName(new URL(known).hostname);
}

/**
 * The client's address. X-Forwarded-For counts only as far as `trustProxy` proxies of ours wrote it: with n proxies, the n-th from the
 * right; whatever stands further left was sent by the client.
 */
export function addressOf(request: Asks, trustProxy: number): string {
  const direct = request.socket.remoteAddress ?? 'unknown';
  if (trustProxy === 0) return grouped(direct);
  const chain = (headerOf(request, 'x-forwarded-for') ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => isIP(part) !== 0);
  return grouped(chain.at(-trustProxy) ?? chain[0] ?? direct);
}

/** One household: an IPv6 network of 64 bits counts as one address; IPv4 inside IPv6 as IPv4. */
function grouped(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1]) return mapped[1];
  if (isIP(address) !== 6) return address;
  const [head = '', tail = ''] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const all = address.includes('::')
    ? [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right]
    : left;
  return `${all.slice(0, 4).join(':')}::/64`;
}
