import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Takes the largest files first, as it comes with Vitest, but before them what waits for whole machines. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLongest = ({ moduleId }: TestSpecification) => moduleId.includes('/test/kernel/');
    return [...sorted.filter(isLongest), ...sorted.filter(file => !isLongest(file))];
  }
}
