import { defineConfig } from 'vitest/config';

// The built app in Chromium, against a played server. Each file of tests has a browser of its own; two run at a time.
export default defineConfig({
  test: {
    include: ['test/screens/**/*.screens.ts'],
    environment: 'node',
    reporters: ['verbose', ['junit', { suiteName: 'screens', includeConsoleOutput: false }]],
    outputFile: { junit: 'target/surefire-reports/TEST-screens.xml' },
    // A test ends when it has seen what it waits for; these are for machines that are busy with more.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    maxWorkers: 2,
    minWorkers: 2,
  },
});
