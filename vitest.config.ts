import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
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
