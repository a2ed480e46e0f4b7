import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';
import { summaryReporter } from './test/summary-reporter.ts';

/** Rooms whose tests leave nothing behind in their process, which is then good for the next file too. */
const tidy = [
  ...['alarm', 'client', 'config', 'http', 'notify', 'outgoing', 'outputs', 'people', 'plans'],
  ...['sensors', 'watch'],
].map(room => `test/${room}/**/*.test.ts`);

export default defineConfig({
  test: {
    globalSetup: 'test/make-authority.ts',
    // Native modules and signals want processes, not threads.
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', summaryReporter],
    projects: [
      { extends: true, test: { name: 'house', include: ['test/**/*.test.ts'], exclude: tidy } },
      { extends: true, test: { name: 'rules', include: tidy, isolate: false } },
    ],
  },
});
