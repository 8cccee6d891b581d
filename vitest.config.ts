import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What drives browsers and kills servers takes minutes: begun first, so that no core is idle at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => /\/test\/(?:browser|faults)\//.test(moduleId)
    const sorted = await super.sort(files)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
    // How long something may take on a busy machine that is true at once on a quiet one.
    expect: { poll: { timeout: 20_000 } },
    // One more than the cores that CI has: a test that waits for a lock or a deadline leaves its core to the others.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    reporters: [['default', { summary: false }], './test/support/closing-line.ts'],
  },
})
