import { defineConfig } from 'vitest/config';
import packageJson from './package.json' with { type: 'json' };
import { licences } from './scripts/licences.ts';

// The page. Its worker is built by vite.worker.config.ts, which must know every file of this build.
const shipped = licences();

export default defineConfig({
  worker: { plugins: () => [shipped.workers] },
  plugins: [shipped.page],
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact', legalComments: 'none' },
  define: { __APP_VERSION__: JSON.stringify(packageJson.version) },
  build: {
    target: 'es2022',
    outDir: process.env['COUNTERSIGN_OUT'] ?? 'dist',
    emptyOutDir: true,
    // Nothing inline: the content security policy allows files of this origin only.
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: true,
  },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    environment: 'node',
    reporters: ['verbose', ['junit', { suiteName: 'units', includeConsoleOutput: false }]],
    outputFile: { junit: 'target/surefire-reports/TEST-units.xml' },
  },
});
