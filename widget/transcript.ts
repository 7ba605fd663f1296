/** A chat as a text file of the learner's own: what the thread shows, with times and names, in the widget's language. */
import type { Page } from '#protocol/events.ts';
import type { ConversationView, Entry } from '#protocol/shapes.ts';
import type { Chat } from './chat-ports.ts';
import { noteText } from './note-text.ts';
import type { Words } from './words/en.ts';

/** What one entry says; undefined for what no thread shows. Marks stay as typed, files are named. */
function saying(entry: Entry, words: Words): string | undefined {
  if (entry.type !== 'message') return noteText(entry, words);
  const { author, text, files = [] } = entry;
  const name = author.role === 'agent' ? author.name : author.role === 'bot' ? words.bot : words.you;
  return `${name}: ${[text, ...files.map((file) => `[${file.name}]`)].filter(Boolean).join('\n')}`;
}

/** Plain text, one paragraph an entry. */
export function transcript(entries: readonly Entry[], words: Words, title: string): string {
  const when = new Intl.DateTimeFormat(words.lang, { dateStyle: 'medium', timeStyle: 'short' });
  const said = entries.flatMap((entry) => {
    const text = saying(entry, words);
    return text === undefined ? [] : [`${when.format(entry.at)}\n${text}`];
  });
  return `${[title, ...said].join('\n\n')}\n`;
}

/** The whole thread from the server: what is on the screen may be its end only. Rejects when it cannot be had. */
async function everything({ options, session }: Chat): Promise<Entry[]> {
  const all: Entry[] = [];
  const id = session().conversation?.id;
  for (let more = true; more; ) {
    const answer = await fetch(`${options.server}/api/v1/conversations/${id}/entries?since=${all.at(-1)?.seq ?? 0}`, {
      headers: { authorization: `Bearer ${options.kept.get('token')}` },
    });
    if (!answer.ok) throw new Error(String(answer.status));
    const page: Page<Entry, ConversationView> = await answer.json();
    all.push(...page.entries);
    more = page.more && page.entries.length > 0;
  }
  return all;
}

/** Saves it as `chat-2026-11-25.txt`, by the day of its first entry. */
export async function saveTranscript(chat: Chat, words: Words): Promise<void> {
  const entries = await everything(chat);
  // The chat's own window has no address; its base is that of the page it came from.
  const host = location.host || new URL(document.baseURI).host;
  const address = URL.createObjectURL(
    new Blob([transcript(entries, words, [words.title, host].filter(Boolean).join(' · '))], { type: 'text/plain' }),
  );
  const link = document.createElement('a');
  link.href = address;
  link.download = `chat-${new Date(entries[0]?.at ?? Date.now()).toISOString().slice(0, 10)}.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
