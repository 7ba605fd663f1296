/** Replies to what the bot asked for, where words and presses and tables differ from what it expects. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { respond } from '#bot/dialogue.ts';
import { changed, FIXTURE, fixtureFiles, mindOf, TURN, tableOf, talk } from '#tests/unit/bot/fixture.ts';

const mind = mindOf(tableOf(fixtureFiles()));
const catalogue = readFileSync(`${FIXTURE}/catalogue/shop.yaml`, 'utf8');
const withSlot = (entity: 'text' | 'name') =>
  mindOf(
    tableOf(
      changed({
        'catalogue/shop.yaml': catalogue
          .replace('slots: [order, email]', 'slots: [what, order]')
          .replace('slots:\n', `slots:\n  what: { entity: ${entity} }\n`),
      }),
    ),
  );
const confirming = () => {
  const ask = talk(mind);
  ask('please refund my order 48213');
  ask('a@example.com');
  return ask;
};

describe('what the bot asked for', () => {
  test('B26 a press is obeyed for what it means, whatever is written on it', () => {
    expect(confirming()('Genau so', { choice: 'yes' }).request).toMatchObject({ kind: 'refund' });
    expect(confirming()('Genau so', { choice: 'no' }).memory.expecting).toMatchObject({
      type: 'slot',
      slot: 'order',
      filled: {},
    });
    // And what it means is not what its words would.
    expect(confirming()('yes', { choice: 'no' }).request).toBeUndefined();
    const offered = () => {
      const ask = talk(mind);
      ask('where is my refund');
      ask('qwertz');
      expect(ask('qwertz').memory.expecting).toEqual({ type: 'offer-person' });
      return ask;
    };
    expect(offered()('Nein', { choice: 'no' })).toMatchObject({ says: [{ act: 'system' }], memory: { expecting: null } });
    expect(offered()('Ja', { choice: 'person' }).handoff).toBe('asked');
  });

  test('B26 a press on another title leaves the slot and the yes alone', () => {
    const ask = talk(mind);
    ask('opening hours');
    const slot = { type: 'slot', intent: 'shop.status', slot: 'order', filled: {}, tries: 0 } as const;
    const confirm = { type: 'confirm', intent: 'shop.refund', filled: { order: '48213', email: 'a@b.co' } } as const;
    for (const expecting of [slot, confirm]) {
      const turn = { ...TURN, memory: { ...TURN.memory, expecting }, text: 'Opening hours', choice: 'intent:shop.hours' };
      const { says, memory } = respond(mind, turn);
      expect(
        says.map(({ trace }) => trace.intent),
        expecting.type,
      ).toEqual(['shop.hours']);
      expect(memory.expecting, expecting.type).toBeNull();
    }
  });

  test('B36 a slot that the table no longer has is not asked for any more', () => {
    const expecting = { type: 'slot', intent: 'shop.status', slot: 'email', filled: {}, tries: 0 } as const;
    const reply = respond(mind, { ...TURN, memory: { ...TURN.memory, expecting }, text: 'ada@example.com' });
    expect(reply.memory.expecting).not.toMatchObject({ type: 'slot' });
  });

  test('B42 where free text is asked for only a question that leaves no doubt is one; anything else is the text', () => {
    for (const entity of ['text', 'name'] as const) {
      const ask = () => {
        const begun = talk(withSlot(entity));
        begun('i want a refund');
        return begun;
      };
      // As the owner wrote it, or with a question mark behind what is like it.
      for (const text of ['when are you open', 'until when can i call you on sunday?'])
        expect([entity, ask()(text).says[0]?.trace.intent]).toEqual([entity, 'shop.hours']);
      expect(ask()('until when can i call you on sunday').memory.expecting, entity).toMatchObject({
        slot: 'order',
        filled: { what: 'until when can i call you on sunday' },
      });
    }
  });

  test('B40 one reply may tell several; what was told before is not overwritten by what is only seen in it', () => {
    const ask = talk(mind);
    ask('i want a refund');
    expect(ask('48213, ada@example.com').memory.expecting).toMatchObject({
      type: 'confirm',
      filled: { order: '48213', email: 'ada@example.com' },
    });
    const other = talk(mind);
    other('please refund my order 48213');
    expect(other('ada@example.com, it was not order 99999').memory.expecting).toMatchObject({ filled: { order: '48213' } });
  });

  test('B30 who says yes to a person offered after one miss, and an answer that did not help, has asked for one', () => {
    const handoff = (misses: number) =>
      respond(mind, { ...TURN, memory: { ...TURN.memory, misses, expecting: { type: 'offer-person' } }, text: 'yes' }).handoff;
    expect([0, 1, 2].map(handoff)).toEqual(['asked', 'asked', 'missed']);
  });

  test('B43 back from the yes asks for the last slot again, back from the first slot drops it all', () => {
    expect(confirming()('back').memory.expecting).toMatchObject({ type: 'slot', slot: 'email', filled: { order: '48213' } });
    expect(confirming()('Zurück', { choice: 'back' }).memory.expecting).toMatchObject({ type: 'slot', slot: 'email' });
    const ask = talk(mind);
    ask('i want a refund');
    expect(ask('back')).toMatchObject({ says: [{ act: 'system' }], memory: { expecting: null } });
    const second = talk(mind);
    second('please refund my order 48213');
    expect(second('Zurück', { choice: 'back' }).memory.expecting).toMatchObject({ slot: 'order', filled: {} });
  });

  test('B43 of numbers the one that is not the one repeated is the correction, of several the last', () => {
    expect(confirming()('not 48213, 4711 or rather 4712').memory.expecting).toMatchObject({ filled: { order: '4712' } });
    // Repeated unchanged it corrects nothing.
    expect(confirming()('the number is 48213, hm').memory.expecting).toMatchObject({ filled: { order: '48213' } });
    expect(confirming()('no, to Ben@Example.com').memory.expecting).toMatchObject({
      type: 'confirm',
      filled: { order: '48213', email: 'ben@example.com' },
    });
  });

  test('B43 what is no answer to the yes is asked about once more, and then read as any other message', () => {
    const ask = confirming();
    expect(ask('hmm well').memory).toMatchObject({ expecting: { type: 'confirm' }, misses: 1 });
    expect(ask('hmm well').memory.expecting?.type).not.toBe('confirm');
  });
});
