/** One lesson per language at most: that of a newer table ends the one before, whose outcome nobody needs any more. */
import type { Tongue } from '#domain/understanding.ts';
import type { Model } from './model.ts';
import type { School } from './school.ts';
import type { Syllabus } from './syllabus.ts';

export interface Lessons {
  /** A model of the table as it is now; null where a newer table came meanwhile. `old` is the one in service. */
  learn(syllabus: Syllabus, old: Model | undefined): Promise<Model | null>;
  /** The same with the encoder's part; null also where it has it, cannot have it, or is on its way to it. */
  deepen(syllabus: Syllabus, model: Model): Promise<Model | null>;
  /** Ends what is learnt. */
  close(): void;
}
type Verb = 'learn' | 'deepen';
interface Lesson {
  readonly key: string;
  readonly verb: Verb;
  readonly stop: AbortController;
  readonly outcome: Promise<Model | null>;
}

const keyOf = ({ keys }: Syllabus): string => JSON.stringify(keys);

export function openLessons(school: School): Lessons {
  const running = new Map<Tongue, Lesson>();
  const begin = (syllabus: Syllabus, verb: Verb, work: (signal: AbortSignal) => Promise<Model | null>): Lesson => {
    const { tongue } = syllabus;
    running.get(tongue)?.stop.abort();
    const stop = new AbortController();
    const outcome = work(stop.signal)
      .then(
        (model) => (stop.signal.aborted ? null : model),
        (error: unknown) => {
          if (stop.signal.aborted) return null;
          throw error;
        },
      )
      .finally(() => {
        if (running.get(tongue) === lesson) running.delete(tongue);
      });
    const lesson: Lesson = { key: keyOf(syllabus), verb, stop, outcome };
    running.set(tongue, lesson);
    return lesson;
  };
  /** The lesson under way, where it is of this very text: an edited answer changes nothing that is learnt. */
  const same = (syllabus: Syllabus): Lesson | undefined => {
    const lesson = running.get(syllabus.tongue);
    return lesson?.key === keyOf(syllabus) ? lesson : undefined;
  };
  return {
    async learn(syllabus, old) {
      const under = same(syllabus);
      // A deepening is of the model in service: it goes on.
      if (under?.verb === 'deepen') return old ?? null;
      return (under ?? begin(syllabus, 'learn', (signal) => school.learn(syllabus, old, signal))).outcome;
    },
    async deepen(syllabus, model) {
      if (same(syllabus) !== undefined) return null;
      return begin(syllabus, 'deepen', (signal) => school.deepen(syllabus, model, signal)).outcome;
    },
    close() {
      for (const { stop } of running.values()) stop.abort();
    },
  };
}
