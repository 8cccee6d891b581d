import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // A browser on a machine that is busy with something else can miss the moment of a key chord.
    retry: process.env['CI'] ? 2 : 0,
    testTimeout: 120_000,
    hookTimeout: 300_000,
    // Two cores: more workers only wait for each other.
    maxWorkers: 2,
    reporters: [['default', { summary: false }], './test/support/closing-line.ts'],
  },
})
