/** What the line and the server have to say, and what calls an agent from elsewhere. */
export const link = {
  connecting: 'Connecting…',
  offline: 'No connection. What you write is kept and sent when it returns.',
  outdated: 'A newer version of this page is ready.',
  reload: 'Reload',
  readOnly:
    'The server cannot store anything: is its disk full? Reading works. What you write is kept here and sent when it can.',
};

export const alert = {
  message: 'wrote',
  waiting: 'asks for a person',
  assigned: 'was transferred to you',
  offer: 'Be told when a learner waits, even while you look at another window?',
  yes: 'Turn on notifications',
  no: 'Not now',
};
