// The order of test files: those that take longest begin first, so that at the end no core waits for a long file that
// began last. A fresh checkout knows of no earlier run, and vitest would go by the length of the source alone.
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Whatever takes a minute or more on two cores, longest first; a name too many or too few costs time, nothing else. */
const longest = [
  'test/site/edit-sequences.test.ts',
  'test/site/surroundings.test.ts',
  'test/browser/search-states.test.ts',
  'test/browser/preferences.test.ts',
  'test/site/faults.test.ts',
  'test/site/cache-faults.test.ts',
  'test/import/real-sites.test.ts',
  'test/site/kills.test.ts',
  'test/site/reproducible.test.ts',
  'test/site/pages.test.ts',
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const found = longest.findIndex((path) => moduleId.endsWith(`/${path}`));
      return found === -1 ? longest.length : found;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}
