/** English. The shape of this object is the shape of every language: a missing key is a type error there. */

import type { RATING_REASONS } from '#protocol/limits.ts';
import type { RefusalCode } from '#protocol/refusals.ts';
import type { EndedBy } from '#protocol/shapes.ts';

type Reason = (typeof RATING_REASONS)[number];

export interface Words {
  readonly lang: string;
  readonly title: string;
  readonly subtitle: string;
  /** Under the name of the person who has taken the chat. */
  readonly withYou: string;
  readonly bot: string;
  readonly you: string;
  readonly close: string;
  readonly hello: string;
  /** The owner's own, in place of the server's. */
  readonly greeting?: string;
  readonly startersTitle: string;
  readonly seeing: (place: string) => string;
  readonly placeholder: string;
  readonly messageLabel: string;
  readonly send: string;
  readonly tooLong: (over: number) => string;
  readonly log: string;
  readonly earlier: string;
  readonly today: string;
  readonly yesterday: string;
  readonly newMessages: string;
  /** Under a message that waits because there is no line. */
  readonly noLineYet: string;
  readonly sending: string;
  readonly sent: string;
  readonly read: string;
  readonly notSent: string;
  readonly retry: string;
  readonly edit: string;
  readonly discard: string;
  readonly retryIn: (seconds: number) => string;
  readonly why: Readonly<Record<RefusalCode, string>>;
  readonly typing: (name: string) => string;
  readonly helpedAsk: string;
  readonly yes: string;
  readonly no: string;
  readonly helpedYes: string;
  readonly helpedNo: string;
  readonly person: string;
  readonly endChat: string;
  readonly endSure: string;
  readonly endYes: string;
  readonly keepChatting: string;
  readonly waitingTitle: string;
  readonly place: (position: number) => string;
  readonly eta: (minutes: number) => string;
  readonly etaSoon: string;
  readonly etaUnknown: string;
  readonly cancelWait: string;
  readonly waitingHint: string;
  readonly stillWaiting: string;
  readonly waitCancelled: string;
  readonly joined: (name: string) => string;
  readonly leftToBot: (name?: string) => string;
  readonly leftToQueue: string;
  readonly leftToAgent: (name?: string) => string;
  readonly ended: Readonly<Record<EndedBy, string>>;
  readonly reopened: string;
  readonly contactLeft: (email: string) => string;
  readonly offlineTitle: string;
  readonly offlineUntil: (when: string) => string;
  readonly offlineNoHours: string;
  readonly email: string;
  readonly emailWrong: string;
  readonly name: string;
  readonly optional: string;
  readonly question: string;
  readonly questionMissing: string;
  readonly leaveMessage: string;
  readonly backToBot: string;
  readonly offlineThanks: string;
  readonly rateTitle: string;
  readonly stars: (n: number) => string;
  readonly starWords: readonly [string, string, string, string, string];
  readonly reasonsTitle: string;
  readonly reasons: Readonly<Record<Reason, string>>;
  readonly comment: string;
  readonly submitRating: string;
  readonly skip: string;
  readonly rateThanks: string;
  readonly changeRating: string;
  readonly startNew: string;
  readonly linkConnecting: string;
  readonly linkOffline: string;
  readonly linkOutdated: string;
  readonly reload: string;
  readonly badge: (n: number) => string;
  readonly opensHost: (host: string) => string;
  readonly attach: string;
  readonly dropHere: string;
  readonly fileRemove: (name: string) => string;
  readonly download: (name: string) => string;
  readonly fileKinds: string;
  readonly fileTooBig: string;
  readonly fileTooMany: string;
  readonly filesMost: (n: number) => string;
  readonly fileLost: string;
  readonly fileFailed: string;
  readonly copyCode: string;
  readonly copied: string;
  readonly sound: string;
  readonly popOut: string;
  readonly transcript: string;
}

export const words: Words = {
  lang: 'en',
  title: 'Raise your hand',
  subtitle: 'Answers now, people when needed',
  withYou: 'Here for you now',
  bot: 'Helper',
  you: 'You',
  close: 'Close the chat',
  hello: 'Stuck?\nAsk away.',
  startersTitle: 'Often asked',
  seeing: (place) => `Asking from ${place}`,
  placeholder: 'Type your question…',
  messageLabel: 'Your message',
  send: 'Send',
  tooLong: (over) =>
    `${over.toLocaleString('en')} ${over === 1 ? 'character' : 'characters'} too many. Please shorten it, or send it in two parts.`,
  log: 'Messages',
  earlier: 'Show earlier messages',
  today: 'Today',
  yesterday: 'Yesterday',
  newMessages: 'New messages',
  noLineYet: 'Waiting for the connection…',
  sending: 'Sending…',
  sent: 'Sent',
  read: 'Read',
  notSent: 'Not sent.',
  retry: 'Try again',
  edit: 'Edit',
  discard: 'Remove',
  retryIn: (seconds) => `Goes out again in ${seconds} s`,
  why: {
    'bad-request': 'The server could not read it.',
    'too-long': 'It is too long.',
    'too-fast': 'That was a little fast.',
    closed: 'This chat has ended.',
    'not-yours': 'This chat is no longer available here.',
    'not-allowed': 'That does not work at this point of the chat.',
    taken: 'Someone else was faster.',
    conflict: 'The chat changed in the meantime.',
    'storage-full': 'The server has no room at the moment. Your message is kept here.',
    'signed-out': 'You were signed out.',
    identity: 'Please sign in on this site, or reload the page.',
    outdated: 'This page is out of date. Please reload it.',
    internal: 'Something went wrong on our side.',
  },
  typing: (name) => `${name} is typing`,
  helpedAsk: 'Did this help?',
  yes: 'Yes',
  no: 'No',
  helpedYes: 'Glad it helped',
  helpedNo: 'Thanks for telling us',
  person: 'Talk to a person',
  endChat: 'End chat',
  endSure: 'End this chat?',
  endYes: 'End it',
  keepChatting: 'Keep chatting',
  waitingTitle: 'Your hand is up',
  place: (position) => (position === 1 ? 'You are next' : `Number ${position} in line`),
  eta: (minutes) => `About ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}, going by recent waits`,
  etaSoon: 'Under a minute, going by recent waits',
  etaUnknown: 'Too few recent waits to estimate a time',
  cancelWait: 'Put my hand down',
  waitingHint: 'You can leave this page. Your place is kept and the reply will be here.',
  stillWaiting: 'You asked for a person',
  waitCancelled: 'You put your hand down. The helper is back.',
  joined: (name) => `${name} is here`,
  leftToBot: (name) => (name ? `${name} has left. The helper is back.` : 'The helper is back.'),
  leftToQueue: 'Looking for someone else to help you',
  leftToAgent: (name) => (name ? `${name} takes over` : 'Someone else takes over'),
  ended: { learner: 'You ended the chat', agent: 'The chat was ended', system: 'The chat ended after a long silence' },
  reopened: 'The chat was reopened',
  contactLeft: (email) => `Message left. We will write to ${email}.`,
  offlineTitle: 'Nobody is here right now',
  offlineUntil: (when) => `Someone will be here ${when}. Leave your question and we will answer by email.`,
  offlineNoHours: 'Leave your question and we will answer by email.',
  email: 'Email',
  emailWrong: 'Please enter an email address such as name@example.org.',
  name: 'Name',
  optional: 'optional',
  question: 'Your question',
  questionMissing: 'Please write a word or two about your question.',
  leaveMessage: 'Leave message',
  backToBot: 'Back to the helper',
  offlineThanks: 'Thank you. Your message is with the team. Meanwhile you can go on asking here.',
  rateTitle: 'How was it?',
  stars: (n) => `${n} ${n === 1 ? 'star' : 'stars'}`,
  starWords: ['Very poor', 'Poor', 'Fair', 'Good', 'Excellent'],
  reasonsTitle: 'What stood out?',
  reasons: {
    fast: 'Quick',
    clear: 'Clear',
    friendly: 'Friendly',
    solved: 'Solved it',
    slow: 'Slow',
    unclear: 'Confusing',
    unfriendly: 'Unfriendly',
    'not-solved': 'Not solved',
  },
  comment: 'Anything else?',
  submitRating: 'Send rating',
  skip: 'Skip',
  rateThanks: 'Thank you for your rating',
  changeRating: 'Change',
  startNew: 'Ask something new',
  linkConnecting: 'Connecting…',
  linkOffline: 'No connection. What you write is kept and goes out as soon as it is back.',
  linkOutdated: 'This page is out of date. Reload it to keep chatting; nothing is lost.',
  reload: 'Reload',
  badge: (n) => `${n} new ${n === 1 ? 'message' : 'messages'}`,
  opensHost: (host) => `opens ${host}`,
  attach: 'Attach a picture, PDF or text file (5 MB at most)',
  dropHere: 'Drop files here',
  fileRemove: (name) => `Remove ${name}`,
  download: (name) => `Download ${name}`,
  fileKinds: 'Only PNG, JPEG and WebP pictures, PDF and plain text files can be sent.',
  fileTooBig: 'Larger than 5 MB.',
  fileTooMany: 'That is enough files for now. Please try again later.',
  filesMost: (n) => `At most ${n} files in one message.`,
  fileLost: 'Not uploaded. Please choose it again.',
  fileFailed: 'The upload broke off.',
  copyCode: 'Copy code',
  copied: 'Copied',
  sound: 'Sound for new messages',
  popOut: 'Open in its own window',
  transcript: 'Save this chat as text',
};
