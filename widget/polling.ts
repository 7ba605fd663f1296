/** Engine.IO v4 over HTTP long polling, for networks that block WebSockets. Fetched only when one was refused. */
import { type OpenTransport, PATH, socketOf } from './transport.ts';

/** Engine.IO's record separator in polling payloads. */
const SEPARATOR = '\x1e';
const CLOSE = '1';

let explaining = false;
/** A page's own policy may forbid the server: learners cannot help that, whoever runs the site can, and is told once. */
function explain(server: string): void {
  if (explaining) return;
  explaining = true;
  const heard = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) => {
    // Some browsers say no more of a foreign address than where it lies.
    if (effectiveDirective !== 'connect-src' || ![server, socketOf(server)].some((ours) => blockedURI.startsWith(ours))) return;
    document.removeEventListener('securitypolicyviolation', heard);
    console.error(
      `Handraise: this page's Content-Security-Policy forbids the connection to ${server}. Add to its connect-src: ${server} ${socketOf(server)}`,
    );
  };
  document.addEventListener('securitypolicyviolation', heard);
}

export const pollingTransport: OpenTransport = (server, events) => {
  explain(server);
  const life = new AbortController();
  let url = `${server}${PATH}polling`;
  let waiting: string[] = [];
  let posting = false;

  const ask = async (init: RequestInit): Promise<string> => {
    const response = await fetch(url, { cache: 'no-store', signal: life.signal, ...init });
    // A server that is run over says when to come back.
    if (!response.ok) throw Number(response.headers.get('retry-after')) * 1_000;
    return response.text();
  };
  const gone = (why?: unknown) => {
    if (life.signal.aborted) return;
    life.abort();
    events.gone(Number(why) || 0);
  };
  const receive = (payload: string) => {
    for (const packet of payload.split(SEPARATOR)) {
      if (life.signal.aborted) return;
      if (packet[0] === '0') url += `&sid=${encodeURIComponent((JSON.parse(packet.slice(1)) as { sid: string }).sid)}`;
      events.packet(packet);
    }
  };
  const poll = async () => {
    while (!life.signal.aborted) receive(await ask({}));
  };
  /** One POST at a time: Engine.IO closes a session that overlaps them. */
  const post = async () => {
    posting = true;
    while (waiting.length > 0) {
      const body = waiting.join(SEPARATOR);
      waiting = [];
      await ask({ method: 'POST', body });
    }
    posting = false;
  };
  poll().catch(gone);
  return {
    send(packet) {
      waiting.push(packet);
      if (!posting) post().catch(gone);
    },
    close() {
      if (life.signal.aborted) return;
      life.abort();
      // The page may be on its way out; without this the server would wait for the next poll until its time limit.
      if (url.includes('sid=')) void fetch(url, { method: 'POST', body: CLOSE, keepalive: true }).catch(() => {});
    },
  };
};
