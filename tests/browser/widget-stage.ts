/** What the widget's browser tests share: the widget on a page, and a person on the other side. */
import type { Page, WebSocketRoute } from 'playwright/test';
import type { AgentCommand } from '#protocol/agents.ts';
import { type AgentLine, cid, signIn, value } from '#tests/support/people.ts';
import { ADMIN, expect, type RunningServer } from './fixtures.ts';

export const LESSON = '/demo/en/lessons/variables.html';
export const PHONE = { width: 390, height: 844 };

/** Locators go through the open shadow root by themselves. */
export function widgetOn(page: Page) {
  const field = page.getByRole('textbox', { name: 'Your message' });
  const log = page.getByRole('log');
  return {
    launcher: page.locator('.launcher'),
    panel: page.getByRole('dialog'),
    field,
    log,
    messages: log.locator('.message'),
    person: page.locator('button.person'),
    async open(path: string) {
      await page.goto(path);
      await page.locator('.launcher').click();
      await expect(field).toBeVisible();
      await expect(page.locator('.notice')).toBeHidden();
    },
    /** Sends, and waits until the server has it. */
    async say(text: string) {
      await field.fill(text);
      await field.press('Enter');
      await expect(log.locator('.message.learner:not(.going)').filter({ hasText: text }).last()).toBeVisible();
    },
  };
}

/** The line between this page and the server: can be cut, and can refuse the next command in the server's place. */
export async function lineOf(page: Page) {
  let cut = false;
  let refuse = false;
  const open = new Set<WebSocketRoute>();
  await page.routeWebSocket(/socket\.io/, (socket) => {
    if (cut) return void socket.close();
    open.add(socket);
    const server = socket.connectToServer();
    socket.onMessage((message) => {
      const act = /^42\/learner,(\d+)\["act"/.exec(String(message));
      if (!refuse || !act) return server.send(message);
      refuse = false;
      socket.send(`43/learner,${act[1]}[{"ok":false,"refusal":{"code":"bad-request"}}]`);
    });
  });
  await page.route('**/socket.io/**', (route) => (cut ? route.abort() : route.continue()));
  return {
    async cut() {
      cut = true;
      for (const socket of open) await socket.close();
    },
    mend: () => {
      cut = false;
    },
    refuseNext: () => {
      refuse = true;
    },
  };
}

export interface Person {
  readonly line: AgentLine;
  /** Waits until this page's learner waits; watches and answers the conversation. */
  waiting(page: Page): Promise<string>;
  act(conversation: string, command: AgentCommand): Promise<void>;
  leave(): void;
}

/** ADMIN, signed in and there for learners. */
export async function personAt(server: RunningServer): Promise<Person> {
  const line = await (await signIn(server.url, ADMIN.login, ADMIN.password)).dial();
  value(await line.ask('hello', { v: 1 }));
  return {
    line,
    async waiting(page) {
      await expect(page.locator('.card.waiting')).toBeVisible();
      const conversation = await page.evaluate(() => localStorage.getItem('handraise:demo:conversation'));
      if (conversation === null) throw new Error('this page remembers no conversation');
      value(await line.ask('watch', { conversation }));
      return conversation;
    },
    async act(conversation, command) {
      value(await line.ask('act', { conversation, cid: cid(), command }));
    },
    leave: () => line.close(),
  };
}
