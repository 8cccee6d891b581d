import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { compiled } from './test/support/compiled.ts'

/** What drives browsers and kills servers takes minutes: begun first, so that no core is idle at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => /\/test\/(?:browser|faults)\//.test(moduleId)
    const sorted = await super.sort(files)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

const all = 'test/**/*.test.ts'
const inBrowsers = 'test/browser/**/*.test.ts'
/** These put other modules in the place of ours, so nobody else may use theirs. */
const apart = ['test/api/accounts.test.ts', 'test/rules/crypto-traps.test.ts']
/** Reading the program costs a second and more: the files that a worker runs one after the other share it. */
const shared = { isolate: false, setupFiles: ['test/support/each-file.ts'], env: compiled }

export default defineConfig({
  test: {
    testTimeout: 120_000,
    hookTimeout: 300_000,
    // How long something may take on a busy machine that is true at once on a quiet one.
    expect: { poll: { timeout: 20_000 } },
    // One more than the cores that CI has: a test that waits for a lock or a deadline leaves its core to the others.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    reporters: [['default', { summary: false }], './test/support/closing-line.ts'],
    projects: [
      { extends: true, test: { ...shared, name: 'browser', include: [inBrowsers], retry: 1 } },
      { extends: true, test: { ...shared, name: 'shared', include: [all], exclude: [inBrowsers, ...apart] } },
      { extends: true, test: { ...shared, name: 'apart', include: apart, isolate: true } },
    ],
  },
})
