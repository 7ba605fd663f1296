/** Learners by the HTTP API and agents by the page: what the console's browser tests are told with. */
import { randomBytes } from 'node:crypto';
import type { Browser, BrowserContextOptions, Page } from 'playwright/test';
import type { LearnerCommand } from '#protocol/events.ts';
import type { Entry } from '#protocol/shapes.ts';
import { ADMIN } from './fixtures.ts';

export interface Person {
  readonly name: string;
  readonly login: string;
  readonly password: string;
}
/** Somebody new, so that tests on one server do not meet. */
export function newPerson(): Person {
  const mark = randomBytes(3).toString('hex');
  return { name: `Tom ${mark}`, login: `tom-${mark}@example.com`, password: 'orange teapot morning' };
}

const context = {
  course: { id: 'py', title: 'Python from zero' },
  lesson: { id: 'l4', title: 'Lesson 4' },
  page: { url: 'https://courses.example.com/py/4', title: 'Functions' },
  progress: 0.5,
};

export interface Pupil {
  readonly conversation: string;
  act(command: LearnerCommand): Promise<void>;
  say(text: string): Promise<void>;
  entries(): Promise<readonly Entry[]>;
}

/** A learner who has asked `text` and then for a person. */
export async function waitingPupil(url: string, text: string): Promise<Pupil> {
  const pupil = await newPupil(url);
  await pupil.say(text);
  await pupil.act({ type: 'ask-person', lang: 'en', context });
  return pupil;
}

export async function newPupil(url: string): Promise<Pupil> {
  let token = '';
  const call = async (path: string, body?: unknown) => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) };
    const response = await fetch(`${url}/api/v1/${path}`, { ...init, headers });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  };
  const opened = await call('sessions', { v: 1, site: 'school', lang: 'en', context });
  token = opened.token;
  const conversation: string = opened.conversation.id;
  const act = async (command: LearnerCommand) => {
    await call(`conversations/${conversation}/commands`, { cid: randomBytes(16).toString('hex'), command });
  };
  return {
    conversation,
    act,
    say: (text) => act({ type: 'say', text, lang: 'en', context }),
    entries: async () => (await call(`conversations/${conversation}/entries`)).entries,
  };
}

export async function fillSignIn(page: Page, who: { login: string; password: string }): Promise<void> {
  await page.getByLabel('Email').fill(who.login);
  await page.getByLabel('Password').fill(who.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** A page of its own, signed in, with the inbox on screen; every policy violation and page error lands in `faults`. */
export async function agentPage(
  browser: Browser,
  url: string,
  who = ADMIN,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  await page.goto(`${url}/console`);
  await fillSignIn(page, who);
  await page.getByRole('link', { name: /^Waiting/ }).waitFor();
  return page;
}

/** What must not happen on a page: script errors, and whatever the content security policy stops. */
export function watchFaults(page: Page): readonly string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (/Content.Security.Policy|TrustedHTML|Trusted Type/i.test(message.text())) faults.push(message.text());
  });
  return faults;
}

/** By the API, as an admin's page does it. */
export async function addAgent(url: string): Promise<Person> {
  const agent = newPerson();
  const ask = (path: string, body: unknown, headers: Record<string, string>) =>
    fetch(`${url}/console/api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url, ...headers },
      body: JSON.stringify(body),
    });
  const signedIn = await ask('sign-in', { login: ADMIN.login, password: ADMIN.password }, { 'x-handraise-csrf': 'sign-in' });
  const { csrf } = (await signedIn.json()) as { csrf: string };
  const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const added = await ask('agents', { ...agent, role: 'agent' }, { cookie, 'x-handraise-csrf': csrf });
  if (!added.ok) throw new Error(`adding an agent failed: ${added.status} ${await added.text()}`);
  return agent;
}

export const rowOf = (page: Page, pupil: Pupil) => page.locator(`a.row[href*="${pupil.conversation}"]`);
export const field = (page: Page, name: 'Reply' | 'Note') => page.getByRole('textbox', { name, exact: true });
