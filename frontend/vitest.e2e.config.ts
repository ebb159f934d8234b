import { defineConfig } from 'vitest/config';

// The end-to-end tests drive the real program in Chromium. One at a time: each has a window of its own, and the
// machine may have two cores.
export default defineConfig({
  test: {
    environment: 'node',
    include: ['e2e/**/*.e2e.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
