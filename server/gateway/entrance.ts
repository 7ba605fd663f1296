/** Who somebody is: by a token of ours, by a host site's signature, or nobody yet. The signed and the unsigned never become one. */
import { learnerId, siteId } from '#domain/ids.ts';
import type { Ack } from '#protocol/refusals.ts';
import { no, yes } from './answer.ts';
import { verifyIdentity } from './identity.ts';
import type { Gateway, Learner, LearnerChannel, Pass } from './ports.ts';
import { hashed } from './secrets.ts';

/** Somebody at the door, known or not. */
export interface Visitor {
  readonly address: string;
  readonly device: string;
  readonly site: string;
  readonly channel: LearnerChannel;
}

/** A learner and the token they hold. */
export interface Known {
  readonly learner: Learner;
  readonly token: string;
  /** Present for verified learners, whose token ends with the signature. */
  readonly pass?: Pass;
}

export interface Entrance {
  /** The learner of a token, also of one whose signature has run out (see `standing`); with `site`, only if it is valid there. */
  known(token: string, site?: string): Promise<Known | undefined>;
  /** Makes a learner where there is none yet. */
  enter(visitor: Visitor, lang: string): Promise<Ack<Known>>;
  /** The learner whom the host site's token names. `held` keeps its token when it is the same learner's. */
  identify(visitor: Visitor, identity: string, lang: string, held: Known | undefined): Promise<Ack<Known>>;
  /** A refusal when this learner has to be signed, or signed anew. */
  standing(known: Known): Ack<null>;
}

export function createEntrance({ store, clock, ids, limits, config }: Gateway): Entrance {
  const { keys, required } = config.identity;
  const made = (visitor: Visitor, lang: string): Learner => ({
    id: learnerId(ids.hex(16)),
    site: siteId(visitor.site),
    name: null,
    email: null,
    lang,
    device: visitor.device,
    firstSeenAt: clock.now(),
  });
  const UNSIGNED = no('identity', 'only learners signed by the course site may chat here: send identity');

  return {
    async known(token, site) {
      const hash = hashed(token);
      const learner = await store.learners.byToken(hash);
      const found: Omit<Known, 'token'> | undefined = learner ? { learner } : await store.learners.byPass(hash);
      return found && (site === undefined || found.learner.site === site) ? { ...found, token } : undefined;
    },
    async enter(visitor, lang) {
      if (required) return UNSIGNED;
      const wait = limits.newLearner(visitor.address, clock.now());
      if (wait > 0) return no('too-fast', undefined, wait);
      const token = ids.hex(32);
      const learner = made(visitor, lang);
      await store.learners.create(learner, hashed(token));
      return yes({ learner, token });
    },
    async identify(visitor, identity, lang, held) {
      const now = clock.now();
      const { site, address } = visitor;
      const wait = held ? limits.command({ learner: held.learner.id, site, address }, now) : limits.newLearner(address, now);
      if (wait > 0) return no('too-fast', undefined, wait);
      const verified = verifyIdentity(keys, site, identity, now);
      if (!verified.ok) return no('identity', verified.why);
      const { subject, name, email, role, enrolment, place, until } = verified.identity;
      // An unsigned learner's token, or another's, is left as it is: what was said with it stays where it was said.
      const same = held?.learner.signed?.subject === subject;
      const token = same ? held.token : ids.hex(32);
      const pass = { until, place };
      const signed = { subject, role, enrolment };
      const learner = await store.learners.admit({ ...made(visitor, lang), name, email, signed }, hashed(token), pass);
      return yes({ learner, token, pass });
    },
    standing({ pass }) {
      if (pass && pass.until <= clock.now()) return no('identity', 'the signature has run out: open with a new identity');
      return required && !pass ? UNSIGNED : yes(null);
    },
  };
}
