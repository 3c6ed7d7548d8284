import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Much of a test is waiting, so two of them share two processors well; by default it would be one.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: 'self',
          include: ['src/**/*.test.ts', 'suites/common/**/*.test.ts', 'test/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxConcurrency: 3,
        },
      },
      { test: { name: 'suites', include: ['suites/*/*.test.ts'], testTimeout: 30_000 } },
    ],
  },
})
