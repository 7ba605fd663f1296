/** The environment, read once: every fault at once, each with what to write. README's table is made from VARIABLES. */

import { ALWAYS_OPEN, type Hours, parseHours } from '#domain/hours.ts';
import { originOf } from '#gateway/admit.ts';
import { type IdentityKey, identityKeys } from '#gateway/identity-keys.ts';
import { DEFAULT_RATES } from '#gateway/limits.ts';
import type { GatewayConfig, Rate, RateName } from '#gateway/ports.ts';

export interface Config extends GatewayConfig {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly intentsDir: string;
  /** Held-out sentences that changes to the table are tested on; the folder may be missing. */
  readonly intentsTestsDir: string;
  readonly hours: Hours;
  /** A conversation left with the bot is closed after this long. Milliseconds. */
  readonly idleCloseMs: number;
  /** Conversations without a word for this long are removed. Milliseconds. */
  readonly retentionMs: number;
  readonly logLevel: LogLevel;
}

type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';
const LOG_LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent'];

export interface Variable {
  readonly name: string;
  /** As it would be written; empty for none. */
  readonly standard: string;
  readonly meaning: string;
}

const RATE_VARIABLES: Readonly<Record<RateName, readonly [string, string]>> = {
  messages: ['LIMIT_MESSAGES', 'messages of one learner'],
  messagesPerHour: ['LIMIT_MESSAGES_LONG', 'messages of one learner, over a longer time'],
  files: ['LIMIT_FILES', 'files of one learner or agent'],
  filesOfSite: ['LIMIT_FILES_SITE', 'files of one site'],
  commands: ['LIMIT_COMMANDS', 'requests of one learner; apart from these as many signals (typing, where they are)'],
  newLearners: ['LIMIT_NEW_LEARNERS', 'new learners from one address'],
  addressCommands: ['LIMIT_ADDRESS', 'requests from one address, all learners together; signals apart, as above'],
  siteCommands: ['LIMIT_SITE', 'requests of one site'],
  socketEvents: ['LIMIT_SOCKET', 'events of one socket; more close it'],
  handshakes: ['LIMIT_HANDSHAKES', 'new connections to this server'],
};

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };
const written = ({ count, perMs }: Rate) => {
  const [unit, ms] = Object.entries(UNITS).findLast(([, size]) => perMs % size === 0) ?? ['s', 1_000];
  return `${count}/${perMs / ms}${unit}`;
};

export const VARIABLES: readonly Variable[] = [
  { name: 'PORT', standard: '3000', meaning: 'port to listen on; 0 takes a free one' },
  { name: 'HOST', standard: '127.0.0.1', meaning: 'address to listen on; 0.0.0.0 for every network' },
  { name: 'DATA_DIR', standard: './data', meaning: 'folder of the database; local disk, kept across updates' },
  { name: 'INTENTS_DIR', standard: './intents', meaning: "folder of the bot's table" },
  {
    name: 'INTENTS_TESTS_DIR',
    standard: './tests/intents',
    meaning: 'sentences kept out of the table, which changes made in the console are tested on; may be missing',
  },
  {
    name: 'PUBLIC_URL',
    standard: '',
    meaning: 'where browsers reach the server, e.g. https://chat.example.com; https makes cookies Secure',
  },
  {
    name: 'ALLOWED_ORIGINS',
    standard: '',
    meaning:
      'sites that may embed the widget, comma separated, e.g. https://learn.example.com; unset: the server itself, and localhost while PUBLIC_URL is not set',
  },
  { name: 'TRUST_PROXY', standard: '0', meaning: 'number of proxies of yours in front, whose X-Forwarded-For is believed' },
  {
    name: 'SITE_NAME',
    standard: '',
    meaning: 'name of your site, for the console and the bot; unset: the console says Support, the bot "this site"',
  },
  { name: 'SITE_LANG', standard: 'en', meaning: 'language the console starts in: en or zh-CN' },
  { name: 'BUSINESS_HOURS', standard: ALWAYS_OPEN, meaning: 'when people answer, e.g. "Mon-Fri 09:00-18:00, Sat 10:00-14:00"' },
  { name: 'TIME_ZONE', standard: 'UTC', meaning: 'zone of the business hours and of the figures, e.g. Asia/Shanghai' },
  { name: 'HOLIDAYS', standard: '', meaning: 'days without people, e.g. "2026-12-25, 2027-01-01"' },
  { name: 'IDLE_CLOSE_HOURS', standard: '24', meaning: 'a chat left with the bot is closed after this many hours' },
  { name: 'RETENTION_DAYS', standard: '180', meaning: 'a chat without a word for this many days is removed, 1 to 3650' },
  { name: 'LOG_LEVEL', standard: 'info', meaning: LOG_LEVELS.join(', ') },
  { name: 'METRICS_TOKEN', standard: '', meaning: 'Bearer token for /metrics; unset: loopback only' },
  {
    name: 'IDENTITY_SECRETS',
    standard: '',
    meaning: 'secrets (HS256) course sites sign their learners with, comma separated; `site:SECRET` binds one to a site',
  },
  {
    name: 'IDENTITY_PUBLIC_KEYS',
    standard: '',
    meaning: 'the same with Ed25519 public keys (EdDSA), base64 as in their PEM files',
  },
  {
    name: 'ATTACHMENTS',
    standard: 'off',
    meaning: 'on: learners and agents may send pictures, PDF and text files, 5 MB each; they lie in DATA_DIR/attachments',
  },
  { name: 'REQUIRE_IDENTITY', standard: 'no', meaning: 'yes: only learners whom a course site has signed may chat' },
  ...Object.entries(RATE_VARIABLES).map(([key, [name, what]]) => ({
    name,
    standard: written(DEFAULT_RATES[key as RateName]),
    meaning: `how many ${what}`,
  })),
];

export type Configured =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly faults: readonly string[] };

/** Edit distance, for "did you mean"; gives up beyond 3. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1)
      next[j] = Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Names that look like ours but are not: an ignored setting is worse than a refused start. */
function misspelt(environment: Readonly<Record<string, string | undefined>>): string[] {
  const names = VARIABLES.map(({ name }) => name);
  return Object.keys(environment).flatMap((given) => {
    if (names.includes(given)) return [];
    const bare = given.replace(/^HANDRAISE_/i, '').toUpperCase();
    const nearest = names.map((name) => ({ name, off: distance(bare, name) })).sort((a, b) => a.off - b.off)[0];
    // Short names (HOST, PORT) have innocent neighbours in every environment.
    const near = nearest && nearest.off <= (nearest.name.length >= 8 ? 2 : 0);
    const ours = /^HANDRAISE_/i.test(given);
    if (!near && !ours) return [];
    return [
      near ? `${given}: unknown; did you mean ${nearest.name}?` : `${given}: unknown; the variables are ${names.join(', ')}`,
    ];
  });
}

/**
 * `environment` is process.env; `webDir` where the built pages are. Values are trimmed; an empty one counts as not set.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>, webDir: string): Configured {
  const faults = misspelt(environment);
  const text = (name: string) => {
    const given = environment[name]?.trim();
    return given ? given : (VARIABLES.find((variable) => variable.name === name)?.standard ?? '');
  };
  const number = (name: string, min: number, max: number, what: string) => {
    const value = Number(text(name));
    if (!Number.isInteger(value) || value < min || value > max)
      faults.push(`${name}: "${text(name)}" is not ${what}; write a whole number from ${min} to ${max}`);
    return value;
  };

  const port = number('PORT', 0, 65_535, 'a port');
  const trustProxy = number('TRUST_PROXY', 0, 10, 'a number of proxies');
  const idleHours = number('IDLE_CLOSE_HOURS', 1, 8_760, 'a number of hours');
  const retentionDays = number('RETENTION_DAYS', 1, 3_650, 'a number of days');
  const level = LOG_LEVELS.find((known) => known === text('LOG_LEVEL'));
  if (!level) faults.push(`LOG_LEVEL: "${text('LOG_LEVEL')}" is unknown; write one of ${LOG_LEVELS.join(', ')}`);
  const siteLang = text('SITE_LANG');
  if (!/^(en|zh)(-[A-Za-z]{2,8})*$/.test(siteLang)) faults.push(`SITE_LANG: "${siteLang}" is unknown; write en or zh-CN`);

  const publicUrl = text('PUBLIC_URL').replace(/\/+$/, '');
  if (publicUrl !== '' && originOf(publicUrl) === undefined)
    faults.push(`PUBLIC_URL: "${publicUrl}" is no address; write e.g. https://chat.example.com, without a path`);
  const origins = text('ALLOWED_ORIGINS')
    .split(',')
    .map((origin) => origin.trim().replace(/\/+$/, ''))
    .filter((origin) => origin !== '');
  for (const origin of origins)
    if (originOf(origin) === undefined)
      faults.push(
        `ALLOWED_ORIGINS: "${origin}" is no origin; write e.g. https://learn.example.com, each site in full, no wildcards`,
      );

  const hours = parseHours(text('BUSINESS_HOURS'), text('TIME_ZONE'), text('HOLIDAYS'));
  if (!hours.ok) faults.push(...hours.faults.map((fault) => `BUSINESS_HOURS, TIME_ZONE, HOLIDAYS: ${fault}`));
  const token = text('METRICS_TOKEN');
  if (token !== '' && token.length < 16) faults.push('METRICS_TOKEN: too short to be secret; use 16 characters or more');

  const keys: IdentityKey[] = [];
  for (const [name, alg] of [
    ['IDENTITY_SECRETS', 'HS256'],
    ['IDENTITY_PUBLIC_KEYS', 'EdDSA'],
  ] as const) {
    const read = identityKeys(alg, text(name));
    keys.push(...read.keys);
    faults.push(...read.faults.map((fault) => `${name}: ${fault}`));
  }
  const required = /^(yes|true|1|on)$/i.test(text('REQUIRE_IDENTITY'));
  if (!required && !/^(no|false|0|off)$/i.test(text('REQUIRE_IDENTITY')))
    faults.push(`REQUIRE_IDENTITY: "${text('REQUIRE_IDENTITY')}" is unknown; write yes or no`);
  if (required && text('IDENTITY_SECRETS') === '' && text('IDENTITY_PUBLIC_KEYS') === '')
    faults.push('REQUIRE_IDENTITY: nobody could chat; write IDENTITY_SECRETS or IDENTITY_PUBLIC_KEYS, too');

  const attachments = text('ATTACHMENTS') === 'on';
  if (!attachments && text('ATTACHMENTS') !== 'off')
    faults.push(`ATTACHMENTS: "${text('ATTACHMENTS')}" is unknown; write on or off`);

  const rate = ([key, [name]]: [string, readonly [string, string]]): [string, Rate] => {
    const match = /^(\d{1,9})\/(\d{1,6})([smh])$/.exec(text(name));
    const count = Number(match?.[1]);
    const perMs = Number(match?.[2]) * (UNITS[match?.[3] ?? ''] ?? 0);
    if (!match || count < 1 || perMs < 1)
      faults.push(
        `${name}: "${text(name)}" is no rate; write e.g. ${written(DEFAULT_RATES[key as RateName])} (count per seconds, minutes or hours)`,
      );
    return [key, { count, perMs }];
  };
  const rates = Object.fromEntries(Object.entries(RATE_VARIABLES).map(rate)) as Record<RateName, Rate>;

  if (faults.length > 0 || !hours.ok || !level) return { ok: false, faults };
  return {
    ok: true,
    config: Object.freeze({
      port,
      host: text('HOST'),
      dataDir: text('DATA_DIR'),
      intentsDir: text('INTENTS_DIR'),
      intentsTestsDir: text('INTENTS_TESTS_DIR'),
      publicUrl: publicUrl === '' ? null : publicUrl,
      allowedOrigins: origins.length === 0 ? null : origins.map((origin) => originOf(origin) ?? origin),
      trustProxy,
      siteName: text('SITE_NAME'),
      siteLang,
      timeZone: text('TIME_ZONE'),
      hours: hours.hours,
      idleCloseMs: idleHours * 3_600_000,
      retentionMs: retentionDays * 86_400_000,
      logLevel: level,
      metricsToken: token === '' ? null : token,
      attachments,
      identity: { keys, required },
      rates,
      webDir,
    }),
  };
}
