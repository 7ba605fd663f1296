/** A bot whose replies a test reads at a glance: the text decides. Only for tests of the desk; the real bot has its own. */
import type { Bot, Turn } from '#bot/bot.ts';
import { TRACE } from './samples.ts';

export interface FakeBot extends Bot {
  reply: Bot['reply'];
  readonly turns: Turn[];
}

/** "…?" is answered, "person" hands off, "my name is X" is remembered, the rest is not known. */
export function fakeBot(): FakeBot {
  const turns: Turn[] = [];
  return {
    turns,
    tableVersion: 'fake',
    voice: (key) => `[${key}]`,
    opening: () => ({ greeting: 'hello', starters: [{ label: 'Price', choice: 'intent:billing.price' }] }),
    async reply(turn) {
      turns.push(turn);
      const name = /^my name is (\w+)$/.exec(turn.text)?.[1];
      const memory = {
        ...turn.memory,
        turns: turn.memory.turns + 1,
        known: name ? { ...turn.memory.known, name } : turn.memory.known,
      };
      const act = turn.text.endsWith('?') ? 'answer' : turn.text === 'person' ? 'hand-off' : 'not-known';
      const say = {
        text: `re: ${turn.text}`,
        act,
        choices: [],
        trace: TRACE,
        kind: 'other',
        severity: 'normal',
        tongue: 'en',
      } as const;
      return { says: [say], memory, ...(turn.text === 'person' ? { handoff: 'asked' as const } : {}) };
    },
  };
}
