import type { Page } from 'playwright/test';
import { LAUNCHER_WORDS, type Lang } from '#widget/owner.ts';
import type { Words } from '#widget/words/en.ts';
import { cutOff } from './cut.ts';
import { expect, test } from './fixtures.ts';
import { LESSON, personAt, widgetOn } from './widget-stage.ts';

const LANGS = Object.keys(LAUNCHER_WORDS) as Lang[];
const wordsOf = async (lang: Lang) => ((await import(`#widget/words/${lang}.ts`)) as { words: Words }).words;

async function speak(page: Page, lang: Lang) {
  await page.evaluate((tag) => window.Handraise?.('update', { lang: tag }), lang);
  await expect(page.locator('.close')).toHaveAttribute('aria-label', (await wordsOf(lang)).close);
}

test.describe('320 px wide', () => {
  test.use({ viewport: { width: 320, height: 568 }, hasTouch: true });

  test('W53 no word is cut and nothing overlaps at 320 px, in any language and any state', async ({
    page,
    staffedServer,
  }, info) => {
    test.setTimeout(120_000);
    const widget = widgetOn(page);
    await widget.open(staffedServer.url + LESSON);
    const state = async (name: string) => {
      for (const lang of LANGS) {
        await speak(page, lang);
        expect(await cutOff(page), `${name} in ${lang}`).toEqual([]);
        if (['ar', 'de', 'ja'].includes(lang))
          await info.attach(`${name} ${lang}`, { body: await page.screenshot(), contentType: 'image/png' });
      }
      await speak(page, 'en');
    };
    await expect(page.locator('.empty .replies button').first()).toBeVisible();
    await state('empty');
    await widget.say('the video does not play');
    await expect(widget.log.locator('.message.bot')).toBeVisible();
    await state('chat');
    await page.getByRole('button', { name: 'End chat' }).click();
    await state('asked once more');
    await page.getByRole('button', { name: 'Keep chatting' }).click();
    await widget.person.click();
    const form = page.locator('form.offline');
    await form.locator('[type=submit]').click();
    await expect(form).toContainText('Please enter an email address');
    await state('offline form');
    const person = await personAt(staffedServer);
    const conversation = await person.waiting(page);
    await state('waiting');
    await person.act(conversation, { type: 'take' });
    await person.act(conversation, { type: 'close', resolved: true });
    await page.getByTitle('Fair', { exact: true }).click();
    await state('rating');
    await page.locator('.rating [type=submit]').click();
    await expect(page.locator('.rated')).toBeVisible();
    await state('rated');
    person.leave();
  });
});

test('W159 beside both buttons so much of the lesson’s name is to be read that it says which, in any language and width', async ({
  page,
  server,
}) => {
  await page.setViewportSize({ width: 320, height: 568 });
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  await widget.say('the video does not play');
  await expect(page.locator('.end')).toBeVisible();
  await page.evaluate(() => window.Handraise?.('context', { lesson: { id: 'v3', title: 'Video 3: Loops within loops' } }));
  for (const width of [320, 360, 390, 414, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    for (const lang of LANGS) {
      await speak(page, lang);
      const name = page.locator('.where bdi');
      await expect(name).toHaveText('Video 3: Loops within loops');
      const room = await name.evaluate((at) => at.clientWidth / Number.parseFloat(getComputedStyle(at).fontSize));
      expect(room, `${lang} at ${width} px`).toBeGreaterThan(4.5);
    }
  }
});

test('W166 the words under the greeting stand beside the raised hands, in any language and width', async ({ page, server }) => {
  await page.setViewportSize({ width: 320, height: 568 });
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  await expect(page.locator('header.tall')).toBeVisible();
  for (const width of [320, 360, 390, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    for (const lang of LANGS) {
      await speak(page, lang);
      const covered = await page.locator('header.tall').evaluate((header) => {
        // Raised, not on their way up.
        for (const motion of header.ownerDocument.getAnimations()) motion.finish();
        for (const motion of header.getAnimations({ subtree: true })) motion.finish();
        const words = document.createRange();
        words.selectNodeContents(header.querySelector('p') as Element);
        const lines = [...words.getClientRects()];
        const hands = [...header.querySelectorAll('.hands .icon')].map((hand) => hand.getBoundingClientRect());
        return lines.some((a) =>
          hands.some((b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom && b.top < a.bottom),
        );
      });
      expect(covered, `${lang} at ${width} px`).toBe(false);
    }
  }
});

test('W54 Arabic runs from right to left, English answers inside it from left to right', async ({ page, server }) => {
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  await widget.say('the video does not play');
  await expect(widget.log.locator('.message.bot')).toBeVisible();
  await speak(page, 'ar');
  await expect(page.locator('handraise-widget')).toHaveAttribute('dir', 'rtl');
  const seen = await page.evaluate(() => {
    const root = document.querySelector('handraise-widget')?.shadowRoot;
    const box = (of: string) => root?.querySelector(of)?.getBoundingClientRect() ?? new DOMRect();
    const direction = (of: string) => getComputedStyle(root?.querySelector(of) as Element).direction;
    return {
      closeIsLeft: box('.close').right < box('header h1').left,
      sendIsLeft: box('.send').right <= box('.composer textarea').left,
      ownIsLeft: box('.message.learner .bubble').left < box('.message.bot .bubble').left,
      field: direction('.composer textarea'),
      answer: direction('.message.bot .bubble'),
    };
  });
  expect(seen).toEqual({ closeIsLeft: true, sendIsLeft: true, ownIsLeft: true, field: 'rtl', answer: 'ltr' });
  await page.getByRole('textbox', { name: 'رسالتك' }).fill('hello there');
  expect(await widget.panel.locator('.composer textarea').evaluate((field) => getComputedStyle(field).direction)).toBe('ltr');
});

for (const [lang, locale] of [
  ['fr', 'fr-CA'],
  ['zh-TW', 'zh-HK'],
] as const) {
  test.describe(locale, () => {
    test.use({ locale });
    test(`W50 a page that does not say its language is spoken to in the browser's: ${locale}`, async ({ page, server }) => {
      await page.route(`${server.url}/host`, (route) =>
        route.fulfill({
          contentType: 'text/html',
          body: '<!doctype html><title>Host</title><script src="/widget/handraise.js"></script>',
        }),
      );
      await page.goto(`${server.url}/host`);
      await page.getByRole('button', { name: LAUNCHER_WORDS[lang] }).click();
      await expect(page.getByPlaceholder((await wordsOf(lang)).placeholder)).toBeVisible();
    });
  });
}
