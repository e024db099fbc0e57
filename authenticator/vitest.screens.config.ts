import { defineConfig } from 'vitest/config';

// The built app in a real browser, against a played server. Not part of the Maven build: it needs Chromium.
export default defineConfig({
  test: {
    include: ['test/screens/**/*.screens.ts'],
    environment: 'node',
    reporters: ['verbose'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
