import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
    // How long something may take on a busy machine that is true at once on a quiet one.
    expect: { poll: { timeout: 20_000 } },
    // Two cores: more workers only wait for each other.
    maxWorkers: 2,
    reporters: [['default', { summary: false }], './test/support/closing-line.ts'],
  },
})
