/** For those who run it: liveness, readiness, metrics. */
import type { Express } from 'express';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { headerOf } from './admit.ts';
import { no } from './answer.ts';
import type { Gateway } from './ports.ts';
import { route, send } from './route.ts';
import { same } from './secrets.ts';

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
/** A probe writes; asked more often than this, the last answer is given again. Milliseconds. */
const PROBE_EVERY = 2_000;

export interface Sockets {
  learners(): number;
  agents(): number;
}

export function serveOperations(app: Express, gateway: Gateway, sockets: Sockets): void {
  const { store, clock, config, desk } = gateway;
  let probed: { readonly at: number; readonly well: Promise<boolean> } | undefined;

  async function ready(): Promise<boolean> {
    // Read-only already: the store itself finds out when that is over.
    if (!store.writable()) return false;
    const now = clock.now();
    if (probed && now - probed.at < PROBE_EVERY) return probed.well;
    const well = store.probe().then(
      () => true,
      () => false,
    );
    probed = { at: now, well };
    return well;
  }

  route(app, gateway, 'GET /healthz', async (_request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    response.type('text/plain').send('ok\n');
  });
  route(app, gateway, 'GET /readyz', async (_request, response) => {
    const well = await ready();
    response.setHeader('Cache-Control', 'no-store');
    response
      .status(well ? 200 : 503)
      .type('text/plain')
      .send(well ? 'ready\n' : 'the store cannot be written: is the disk full?\n');
  });

  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, collect: (gauge: Gauge) => Promise<void> | void) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        return collect(this);
      },
    });
  gauge('handraise_learner_sockets', 'Connected learner sockets', (it) => it.set(sockets.learners()));
  gauge('handraise_agent_sockets', 'Connected agent sockets', (it) => it.set(sockets.agents()));
  gauge('handraise_agents_available', 'Agents who are there', (it) => it.set(desk.presence.there().length));
  gauge('handraise_conversations', 'Stored conversations', async (it) => it.set((await store.sizes()).conversations));
  gauge('handraise_events', 'Stored events', async (it) => it.set((await store.sizes()).events));
  gauge('handraise_learners', 'Known learners', async (it) => it.set((await store.sizes()).learners));
  gauge('handraise_writable', '1 while the store can be written, 0 while the disk refuses', (it) =>
    it.set(Number(store.writable())),
  );
  gauge('handraise_waiting', 'Conversations that wait for a person', async (it) =>
    it.set((await store.conversations.queue()).length),
  );
  const commits = new Counter({
    name: 'handraise_committed_events_total',
    help: 'Events committed by this process, by type',
    labelNames: ['type'],
    registers: [registry],
  });
  desk.subscribe(({ stamped }) => {
    for (const { event } of stamped) commits.inc({ type: event.type });
  });

  route(app, gateway, 'GET /metrics', async (request, response) => {
    const bearer = /^Bearer (.+)$/.exec(headerOf(request, 'authorization') ?? '')?.[1];
    // Behind a proxy every connection is loopback, so a forwarded request is not.
    const local = LOOPBACK.test(request.socket.remoteAddress ?? '') && headerOf(request, 'x-forwarded-for') === undefined;
    const allowed = config.metricsToken === null ? local : bearer !== undefined && same(bearer, config.metricsToken);
    if (!allowed)
      return send(response, no('not-allowed', 'metrics are for loopback, or set METRICS_TOKEN and send it as Bearer'));
    response.setHeader('Cache-Control', 'no-store');
    response.type(registry.contentType).send(await registry.metrics());
  });
}
