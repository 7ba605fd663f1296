/** The longest file goes first: begun last, as a machine would that knows nothing of earlier runs, it would leave the other processor idle. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const LONGEST = 'tests/intents/accuracy';

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const later = ({ moduleId }: TestSpecification) => Number(!moduleId.includes(LONGEST));
    return (await super.sort(files)).toSorted((a, b) => later(a) - later(b));
  }
}
