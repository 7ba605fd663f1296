import { describe, expect, it } from 'vitest';
import { readConfig, VARIABLES } from '#server/config.ts';

const faults = (env: Record<string, string>) => {
  const read = readConfig(env, '.');
  return read.ok ? [] : read.faults;
};

describe('configuration', () => {
  it('N10 starts with nothing set, on loopback', () => {
    const read = readConfig({}, '/web');
    expect(read).toMatchObject({
      ok: true,
      config: { port: 3000, host: '127.0.0.1', dataDir: './data', trustProxy: 0, webDir: '/web', idleCloseMs: 86_400_000 },
    });
  });

  it('N10 every standard value of the table is what an empty environment gives, and is valid when written out', () => {
    const written = Object.fromEntries(
      VARIABLES.filter(({ standard }) => standard !== '').map(({ name, standard }) => [name, standard]),
    );
    expect(readConfig(written, '.')).toEqual(readConfig({}, '.'));
  });

  it('N11 reports every fault at once, each with its variable and what to write', () => {
    const all = faults({
      PORT: '99999',
      TRUST_PROXY: 'yes',
      PUBLIC_URL: 'chat.example.com',
      ALLOWED_ORIGINS: 'https://a.example, *.b.example, https://c.example/path',
      BUSINESS_HOURS: 'always',
      TIME_ZONE: 'Mars/Olympus',
      HOLIDAYS: 'christmas',
      LOG_LEVEL: 'loud',
      METRICS_TOKEN: 'short',
      LIMIT_MESSAGES: 'ten',
      SITE_LANG: 'xx',
      IDLE_CLOSE_HOURS: '0',
    });
    for (const name of [
      'PORT',
      'TRUST_PROXY',
      'PUBLIC_URL',
      'ALLOWED_ORIGINS',
      'BUSINESS_HOURS',
      'LOG_LEVEL',
      'METRICS_TOKEN',
      'LIMIT_MESSAGES',
      'SITE_LANG',
      'IDLE_CLOSE_HOURS',
    ])
      expect(
        all.some((fault) => fault.startsWith(name)),
        name,
      ).toBe(true);
    expect(all.filter((fault) => fault.startsWith('ALLOWED_ORIGINS'))).toHaveLength(2);
    for (const fault of all) expect(fault).toMatch(/write|use/);
  });

  it('N12 a misspelt name is answered with the right one; other programs’ variables are left alone', () => {
    expect(faults({ ALOWED_ORIGINS: 'https://a.example' })).toEqual(['ALOWED_ORIGINS: unknown; did you mean ALLOWED_ORIGINS?']);
    expect(faults({ HANDRAISE_PORT: '1' })).toEqual(['HANDRAISE_PORT: unknown; did you mean PORT?']);
    expect(faults({ HANDRAISE_COLOUR: 'red' })[0]).toMatch(/^HANDRAISE_COLOUR: unknown; the variables are PORT, /);
    expect(
      faults({ PATH: '/bin', HOME: '/', SHELL: 'x', POSTGRES_URL: 'x', HOSTNAME: 'h', SSH_PORT: '22', TZ: 'UTC' }),
    ).toEqual([]);
  });

  it('N12 origins and addresses get one spelling', () => {
    const read = readConfig(
      { PUBLIC_URL: 'https://Chat.example.com/', ALLOWED_ORIGINS: 'HTTPS://Learn.Example.com:443/, http://b.example:8080' },
      '.',
    );
    expect(read).toMatchObject({
      config: { publicUrl: 'https://Chat.example.com', allowedOrigins: ['https://learn.example.com', 'http://b.example:8080'] },
    });
  });
});
