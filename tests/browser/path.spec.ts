/** The whole path, as the people walk it: asks, is answered, gets a person, rates; the owner sees it. Two widths, two languages. */
import { agentPage } from './console-people.ts';
import { expect, test } from './fixtures.ts';

const WORDS = {
  en: {
    field: 'Your message',
    ask: 'how do I get a refund',
    answer: '14 days',
    hard: 'I want to talk to a person',
    hello: 'Hello, this is Ada.',
    thanks: 'thank you Ada',
    locale: 'en-US',
  },
  zh: {
    field: '你的消息',
    ask: '多长时间内可以退款',
    answer: '14 天',
    hard: '转人工',
    hello: '你好，我是 Ada。',
    thanks: '谢谢你',
    locale: 'zh-CN',
  },
} as const;
const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } } as const;

for (const lang of ['en', 'zh'] as const) {
  for (const size of ['phone', 'desktop'] as const) {
    test(`N7 the whole path in ${lang} on a ${size}`, async ({ browser, staffedServer }, info) => {
      const words = WORDS[lang];
      const context = await browser.newContext({
        viewport: SIZES[size],
        locale: words.locale,
        colorScheme: size === 'phone' ? 'dark' : 'light',
      });
      const learner = await context.newPage();
      const shot = async (page: typeof learner, name: string) =>
        info.attach(name, { body: await page.screenshot(), contentType: 'image/png' });
      const agent = await agentPage(browser, staffedServer.url);
      const said = learner.getByRole('log');

      await learner.goto(`${staffedServer.url}/demo/${lang}/lessons/variables.html`);
      await learner.locator('.launcher').click();
      const field = learner.getByRole('textbox', { name: words.field });
      await field.fill(words.ask);
      await field.press('Enter');
      await expect(said.locator('.message.bot').last()).toContainText(words.answer);
      await shot(learner, 'answered');

      await field.fill(words.hard);
      await field.press('Enter');
      await expect(learner.locator('.card.waiting')).toBeVisible();
      await shot(learner, 'waiting');
      const conversation = await learner.evaluate(() => localStorage.getItem('handraise:demo:conversation'));

      await agent.locator(`a.row[href*="${conversation}"]`).click();
      await expect(agent.getByRole('log').getByText(words.ask)).toBeVisible();
      await expect(agent.getByRole('complementary', { name: 'Details' })).toContainText(lang === 'zh' ? '变量' : 'Variables');
      await agent.getByRole('button', { name: 'Take' }).first().click();
      const reply = agent.getByRole('textbox', { name: 'Reply', exact: true });
      await reply.fill(words.hello);
      await reply.press('Enter');
      await expect(said.locator('.message.agent').last()).toContainText(words.hello);
      await field.fill(words.thanks);
      await field.press('Enter');
      await expect(agent.getByRole('log').getByText(words.thanks)).toBeVisible();
      await shot(learner, 'with a person');
      await shot(agent, 'the console');

      await agent.getByRole('button', { name: 'Close chat' }).click();
      await agent.getByRole('dialog').getByRole('button', { name: 'Resolved', exact: true }).click();
      const rating = learner.locator('.card.rating');
      await expect(rating).toBeVisible();
      await shot(learner, 'rating');
      await rating.locator('.stars label').nth(4).click();
      await rating.locator('button[type=submit]').click();
      await expect(learner.locator('.rated')).toBeVisible();

      await agent.goto(`${staffedServer.url}/console#/figures`);
      await expect(
        agent
          .getByText('1 of 1')
          .or(agent.getByText(/\d of \d/))
          .first(),
      ).toBeVisible();
      await shot(agent, 'figures');
      await learner.reload();
      // A phone's panel covers the lesson, so a reload shows the lesson; on a desktop the panel stays open.
      if (size === 'phone') await learner.locator('.launcher').click();
      await expect(learner.locator('.rated')).toBeVisible();
      await context.close();
      await agent.context().close();
    });
  }
}
