import { expect, test } from './fixtures.ts';
import { LESSON, personAt, widgetOn } from './widget-stage.ts';

test('A91 what an agent says in a re-opened chat is shown at once to a learner before a new, empty one', async ({
  page,
  context,
  staffedServer: server,
}) => {
  const person = await personAt(server);
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  await widget.person.click();
  const conversation = await person.waiting(page);
  await person.act(conversation, { type: 'take' });
  await person.act(conversation, { type: 'close', resolved: true });
  await page.getByRole('button', { name: 'Ask something new' }).click();
  await expect(widget.messages).toHaveCount(0);
  // A page that has never seen the chat which is re-opened.
  const other = await context.newPage();
  const second = widgetOn(other);
  await second.open(server.url + LESSON);
  await expect(second.messages).toHaveCount(0);

  await person.act(conversation, { type: 'reopen' });
  await person.act(conversation, { type: 'reply', text: 'I have found it after all.' });
  for (const { log } of [widget, second]) await expect(log).toContainText('I have found it after all.');
  await widget.say('thank you');
  await expect(second.log).toContainText('thank you');
  person.leave();
});
