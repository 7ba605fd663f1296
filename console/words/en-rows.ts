/** What a list of chats and its rows say, and how the words of somebody or something are put after its name. */
export const empty = {
  waiting: 'No hand is up. Learners who ask for a person appear here, urgent first, then the longest wait.',
  mine: 'You have no open chats. Take one from Waiting.',
  all: 'No open conversations.',
  closed: 'Nothing has been closed yet.',
  search: (folder: string) => `Nothing found in ${folder}. Look into another folder, or try fewer words.`,
};

export const rows = {
  waitingNow: (n: number) => (n === 1 ? '1 learner waits' : `${n} learners wait`),
  draft: 'Draft',
  /** A name or label, and what comes after it. */
  says: (who: string, what: string) => `${who}: ${what}`,
  answered: (n: number) => `${n} with new words`,
  /** Of a learner, in the server's words: browser and system. */
  device: (said: string) => said,
};
