/** What to say next: answer, suggest, ask, hand off. Pure: the same turn and table give the same reply. */
import type { HandoffReason } from '#domain/events.ts';
import { answerText, carryOut, handOffSay, prefill, withheld, withholdSay, yesNo } from './acting.ts';
import type { Reply, Turn } from './bot.ts';
import { cancelled, takeUp, toPerson } from './expecting.ts';
import { type Match, NOTHING } from './matcher.ts';
import { mentions } from './mood.ts';
import { because, intentChoice, type Mind, own, personChoice, reply, type Scene, say, setScene } from './scene.ts';
import { twoQuestions } from './two-questions.ts';
import { isOneOf } from './voice.ts';

/** Longer texts are left to a person rather than half read. Tokens: words, or Chinese characters. */
const MAX_UNDERSTOOD_TOKENS = 250;
const MAX_SUGGESTED = 3;

/** Never throws, whatever the text. */
export function respond(mind: Mind, turn: Turn): Reply {
  const scene = setScene(mind, turn);
  const choice = validChoice(scene, turn.choice);
  if (choice !== null) return byChoice(scene, choice);
  const { tokens, source } = scene.reading;
  if (tokens.length === 0) {
    if (turn.files) {
      const why = { how: 'none', sentence: 'The message is a file, which the bot cannot look into.' } as const;
      const unread = say(scene, 'ask', own(scene, 'file'), [personChoice(scene)], why);
      return reply(scene, [unread], { expecting: turn.memory.expecting, misses: turn.memory.misses });
    }
    const key = /\p{Extended_Pictographic}/u.test(source) ? 'emoji' : 'empty';
    const text = say(scene, 'ask', own(scene, key), [], { how: 'none', sentence: 'The message has no words.' });
    return reply(scene, [text], { expecting: turn.memory.expecting, misses: turn.memory.misses });
  }
  const match = tokens.length > MAX_UNDERSTOOD_TOKENS ? NOTHING : mind.matcher.match(scene.reading, scene.tongue, scene.place);
  return byCommand(scene, match) ?? byMood(scene, match) ?? byMeaning(scene, match);
}

/** Forged, stale or unknown choices are null: their text is read instead. */
function validChoice({ mind, turn, place }: Scene, choice: string | undefined): string | null {
  if (choice === undefined) return null;
  if (choice.startsWith('intent:')) return mind.book.intent(choice.slice(7), place) === null ? null : choice;
  const expecting = turn.memory.expecting?.type;
  const fits: Readonly<Record<string, boolean>> = {
    yes: expecting === 'confirm' || expecting === 'offer-person',
    no: expecting === 'confirm' || expecting === 'offer-person',
    none: expecting === 'choose',
    back: expecting === 'slot' || expecting === 'confirm',
    cancel: expecting !== undefined,
    person: true,
  };
  return Object.hasOwn(fits, choice) && fits[choice] === true ? choice : null;
}

function byChoice(scene: Scene, choice: string): Reply {
  if (choice === 'person') return toPerson(scene, 'asked');
  if (choice === 'cancel') return cancelled(scene);
  if (choice === 'none') return missed(scene, { ...NOTHING }, 'The learner wanted none of the suggestions.');
  const { expecting } = scene.turn.memory;
  const taken = expecting === null ? null : takeUp(scene, expecting, choice, NOTHING);
  if (taken !== null) return taken;
  const intent = scene.mind.book.intent(choice.slice('intent:'.length), scene.place);
  if (intent === null) return byMeaning(scene, NOTHING);
  return carryOut(scene, {
    intent,
    filled: prefill(scene, intent),
    reason: { how: 'choice', sentence: `The learner picked ${intent.id}.` },
  });
}

function byCommand(scene: Scene, match: Match): Reply | null {
  const { expecting } = scene.turn.memory;
  if (isOneOf(scene.voice, 'person', scene.bare)) return toPerson(scene, 'asked');
  if (expecting !== null && isOneOf(scene.voice, 'cancel', scene.bare)) return cancelled(scene);
  if (expecting?.type === 'choose') return byWord(scene, expecting.intents);
  if (expecting !== null) return null;
  // A bare "ok", "no" or "stop" that answers nothing and is nothing the table knows.
  const idle = (['yes', 'no', 'back', 'cancel'] as const).some((list) => isOneOf(scene.voice, list, scene.bare));
  if (!idle || match.how === 'pattern' || match.how === 'example') return null;
  return reply(scene, [
    say(scene, 'small-talk', own(scene, 'go-on'), [], {
      how: 'dialogue',
      sentence: 'The learner said yes or no to nothing in particular.',
    }),
  ]);
}

/** "no", "2" or "the second one" after suggestions means them; by likeness they would mean anything. */
function byWord(scene: Scene, intents: readonly string[]): Reply | null {
  if (isOneOf(scene.voice, 'no', scene.bare)) return byChoice(scene, 'none');
  const words = scene.bare.map(({ text }) => text).join(' ');
  const id = intents[NTH.findIndex((nth) => nth.test(words))];
  return id === undefined ? null : byChoice(scene, `intent:${id}`);
}
const NTH = [
  /^(?:(?:the )?(?:1st|first)(?: one)?|1|第 ?[一1](?: ?个)?)$/,
  /^(?:(?:the )?(?:2nd|second)(?: one)?|2|第 ?[二2](?: ?个)?)$/,
  /^(?:(?:the )?(?:3rd|third)(?: one)?|3|第 ?[三3](?: ?个)?)$/,
];

/** Urgent and angry messages go to a person, with the answer in front when it is certain. */
function byMood(scene: Scene, match: Match): Reply | null {
  const intent = match.intent === null ? null : scene.mind.book.intent(match.intent, scene.place);
  const chat =
    intent?.topic === 'smalltalk' &&
    (match.how === 'pattern' || match.how === 'example') &&
    scene.turn.memory.lastIntent !== intent.id;
  if (chat) return null;
  const reason: HandoffReason | null = mentions(scene.voice, 'urgent', scene.reading)
    ? 'urgent'
    : mentions(scene.voice, 'angry', scene.reading)
      ? 'angry'
      : null;
  if (reason === null) return null;
  const answers =
    match.verdict === 'sure' &&
    intent !== null &&
    intent.topic !== 'smalltalk' &&
    intent.slots.length === 0 &&
    intent.handoff !== 'always' &&
    !withheld(scene, intent)
      ? [
          say(scene, 'answer', answerText(scene, intent, {}, match), [], {
            how: match.how,
            sentence: because(match),
            match,
            intent,
          }),
        ]
      : [];
  const hand = handOffSay(
    scene,
    { how: 'dialogue', match, intent, sentence: `The message sounds ${reason}, so a person takes over.` },
    answers.length,
  );
  const first =
    reason === 'urgent' && scene.turn.hours.staffed
      ? own(scene, 'urgent') + (scene.tongue === 'zh' ? '' : ' ') + hand.text
      : hand.text;
  return reply(
    scene,
    [...answers, { ...hand, text: first, severity: reason === 'urgent' ? 'urgent' : 'high' }],
    intent === null ? {} : { lastIntent: intent.id },
    // The answer may say that it is filed.
    { handoff: reason, ...(answers.length > 0 && intent?.request ? { request: { kind: intent.request, slots: {} } } : {}) },
  );
}

function byMeaning(scene: Scene, match: Match): Reply {
  const { expecting } = scene.turn.memory;
  const taken = expecting === null ? null : takeUp(scene, expecting, null, match);
  if (taken !== null) return taken;
  const both = twoQuestions(scene, match);
  if (both !== null) return both;
  const intent = match.intent === null ? null : scene.mind.book.intent(match.intent, scene.place);
  if (match.verdict === 'sure' && intent !== null) {
    return carryOut(scene, {
      intent,
      match,
      filled: prefill(scene, intent, match),
      reason: { how: match.how, sentence: because(match), match },
    });
  }
  if (match.verdict === 'unsure') return suggest(scene, match);
  return missed(scene, match, match.how === 'none' ? because(match) : `${because(match)} That is too little to go by.`);
}

function suggest(scene: Scene, match: Match): Reply {
  // A second round of guesses in a row is a miss of its own.
  const misses = scene.turn.memory.misses + (scene.turn.memory.expecting?.type === 'choose' ? 1 : 0);
  const likeliest = match.intent === null ? null : scene.mind.book.intent(match.intent, scene.place);
  if (likeliest !== null && withheld(scene, likeliest))
    return reply(scene, [withholdSay(scene, likeliest, { how: match.how, sentence: because(match), match })]);
  const intents = match.candidates
    .map((c) => c.intent)
    .filter((id) => offerable(scene, id))
    .slice(0, MAX_SUGGESTED);
  const second = match.runnerUp?.intent;
  if (intents.length < 2 && second !== undefined && !intents.includes(second) && offerable(scene, second)) intents.push(second);
  if (misses >= 2 || intents.length === 0) return missed(scene, match, 'The bot was unsure twice in a row.');
  const choices = [...intents.map((id) => intentChoice(scene, id)), { label: own(scene, 'none-of-these'), choice: 'none' }];
  const ask = say(scene, 'suggest', own(scene, 'did-you-mean'), choices, {
    how: match.how,
    match,
    sentence: `${because(match)} Not sure enough, so the bot asked.`,
  });
  return reply(scene, [ask], { expecting: { type: 'choose', intents }, misses });
}

/** Not small talk ("did you mean: Insults?"), nor in an exam what is refused there when it is picked. */
function offerable(scene: Scene, id: string): boolean {
  const intent = scene.mind.book.intent(id, scene.place);
  return intent !== null && intent.topic !== 'smalltalk' && !withheld(scene, intent);
}

/** The first miss asks for other words; from the second in a row on, a person is offered. */
function missed(scene: Scene, match: Match, sentence: string): Reply {
  const misses = scene.turn.memory.misses + 1;
  const reason = { how: 'none' as const, match, sentence, intent: null };
  if (misses >= 2) {
    const [yes, no] = yesNo(scene);
    const offer = say(
      scene,
      'offer-person',
      own(scene, 'not-known-again'),
      [yes, no].flatMap((c) => c ?? []),
      reason,
    );
    return reply(scene, [offer], { expecting: { type: 'offer-person' }, misses });
  }
  const long = scene.reading.tokens.length > MAX_UNDERSTOOD_TOKENS;
  // "Look at this", with a picture of it: other words would not help, and it was not the words that were too few.
  const why = scene.turn.files ? 'file' : long ? 'too-long-to-read' : 'not-known';
  return reply(scene, [say(scene, 'not-known', own(scene, why), [personChoice(scene)], reason)], { misses });
}
