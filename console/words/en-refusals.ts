/** What the server's details mean for the agent who reads them: a part of the detail, and what to say instead. */
export const reasons: readonly (readonly [string, string])[] = [
  [
    'changed this reply meanwhile',
    'Somebody has changed this reply meanwhile, and it was not overwritten. Copy your words, press Cancel and open it again.',
  ],
  ['deleted this reply', 'Somebody has deleted this reply meanwhile. Copy your words, press Cancel and write a new one.'],
];
