/**
 * Node 20 has no WebSocket of its own; the widget expects the browser's. The one inside socket.io-client has the same face, and it is
 * reached through that package, so that no second version can come in.
 */
import { createRequire } from 'node:module';

if (!('WebSocket' in globalThis)) {
  const here = createRequire(import.meta.url);
  const client = createRequire(here.resolve('socket.io-client'));
  const engine = createRequire(client.resolve('engine.io-client'));
  Object.assign(globalThis, { WebSocket: engine('ws') as unknown });
}
