/**
 * Who may use what: one table for every route and every socket event. Deny by default: what is not in the table cannot be
 * registered, so a new route or event without a policy fails at start-up and in the tests.
 */

export type Who =
  /** No credentials needed. */
  | 'anyone'
  /** A learner's token, and only their own conversations. */
  | 'learner'
  /** A session of an agent or admin who is not disabled. */
  | 'agent'
  | 'admin'
  /** Loopback, or the metrics token. */
  | 'operator';

export const POLICY = {
  'GET /healthz': 'anyone',
  'GET /readyz': 'anyone',
  'GET /metrics': 'operator',
  'GET /': 'anyone',
  'GET /api': 'anyone',
  'GET /api/openapi.json': 'anyone',
  'GET /console/api/state': 'anyone',
  'POST /console/api/setup': 'anyone',
  'POST /console/api/sign-in': 'anyone',
  'POST /console/api/sign-out': 'agent',
  'POST /console/api/password': 'agent',
  'GET /console/api/agents': 'agent',
  'POST /console/api/agents': 'admin',
  'PATCH /console/api/agents/:id': 'admin',
  'GET /console/api/canned': 'agent',
  'PUT /console/api/canned/:id': 'agent',
  'DELETE /console/api/canned/:id': 'agent',
  'POST /console/api/conversations/:id/attachments': 'agent',
  'GET /console/api/conversations/:id/attachments/:file': 'agent',
  'GET /console/api/figures': 'agent',
  'GET /console/api/ratings.csv': 'agent',
  'GET /console/api/teach': 'admin',
  'POST /console/api/teach/drafts': 'admin',
  'DELETE /console/api/teach/drafts/:id': 'admin',
  'POST /console/api/teach/dismiss': 'admin',
  'POST /console/api/teach/test': 'admin',
  'POST /console/api/teach/publish': 'admin',
  'GET /console/api/teach/files': 'admin',
  'POST /api/v1/sessions': 'anyone',
  'POST /api/v1/conversations': 'learner',
  'POST /api/v1/conversations/:id/messages': 'learner',
  'POST /api/v1/conversations/:id/commands': 'learner',
  'POST /api/v1/conversations/:id/rating': 'learner',
  'GET /api/v1/conversations/:id/entries': 'learner',
  'POST /api/v1/conversations/:id/attachments': 'learner',
  'GET /api/v1/conversations/:id/attachments/:file': 'learner',
  '/learner open': 'anyone',
  '/learner act': 'learner',
  '/learner sync': 'learner',
  '/learner history': 'learner',
  '/learner signal': 'learner',
  '/agent hello': 'agent',
  '/agent inbox': 'agent',
  '/agent watch': 'agent',
  '/agent unwatch': 'agent',
  '/agent act': 'agent',
  '/agent sync': 'agent',
  '/agent history': 'agent',
  '/agent signal': 'agent',
  '/agent available': 'agent',
} as const satisfies Readonly<Record<string, Who>>;

type PolicyName = keyof typeof POLICY;
export type EventName = Extract<PolicyName, `/${string} ${string}`>;
export type RouteName = Exclude<PolicyName, EventName>;

export function policyOf(name: string): Who {
  const who: Who | undefined = Object.hasOwn(POLICY, name) ? POLICY[name as PolicyName] : undefined;
  if (who === undefined) throw new Error(`"${name}" has no policy: add it to server/gateway/policy.ts and say who may use it`);
  return who;
}

/** Whether somebody of `role` (undefined: not signed in) passes. 'learner' and 'operator' are checked where their tokens are read. */
export function permits(who: Who, role: 'agent' | 'admin' | undefined): boolean {
  if (who === 'anyone') return true;
  if (who === 'agent') return role === 'agent' || role === 'admin';
  return who === 'admin' && role === 'admin';
}
