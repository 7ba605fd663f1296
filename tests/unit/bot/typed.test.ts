import { describe, expect, test } from 'vitest';
import { readData } from '#bot/data-files.ts';
import { rankOf } from '#bot/members/word-vectors.ts';
import { words } from '#bot/normalise.ts';

const lines = readData('typed.en.txt').toString('utf8').trimEnd().split('\n');

describe('English as typed', () => {
  test.each([
    ['is the webinar tmrw', 'is the webinar tomorrow'],
    ['i never recieved the certficate', 'I never received the certificate'],
    ['hes locked out coz he forgot his pw', 'He is locked out because he forgot his password'],
    ['pls chnage my appt', 'Please change my appointment'],
    ['shouldve come w the invoice', 'Should have come with the invoice'],
    ["i dont get it, it wasn't there", 'I do not get it, it was not there'],
  ])('B111 "%s" is read as "%s"', (typed, meant) => {
    expect(words(typed)).toEqual(words(meant));
  });

  test('B111 what programmers type is left alone', () => {
    for (const text of ['def f', 'apt get', 'c', 'diff', 'max', 'id', 'config', 'temp', 'vm', 'hr'])
      expect(words(text)).toEqual(text.split(' '));
  });

  test('B111 each line of the list is one form and other words, once, and what it stands for stays as it is', () => {
    const forms = lines.map((line) => line.slice(0, line.indexOf(' ')));
    expect(new Set(forms).size).toBe(forms.length);
    for (const line of lines) {
      expect(line).toMatch(/^[a-z\d'-]{1,15}( [a-z]+)+$/);
      const meant = line.slice(line.indexOf(' ') + 1);
      expect(words(meant).join(' '), line).toBe(meant);
      for (const word of meant.split(' ').filter(({ length }) => length > 1))
        expect(rankOf(word), line).toBeGreaterThanOrEqual(0);
    }
  });
});
