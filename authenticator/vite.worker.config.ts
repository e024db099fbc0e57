import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { defineConfig } from 'vite';
import packageJson from './package.json' with { type: 'json' };

const out = process.env['COUNTERSIGN_OUT'] ?? 'dist';

/** Every file of the page's build, sorted, so that the same sources give the same worker. */
function builtFiles(): string[] {
  return readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'sw.js')
    .map((entry) => relative(out, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

function fingerprint(files: string[]): string {
  const hash = createHash('sha256');
  for (const file of files) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(out, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

const files = builtFiles();

// The service worker: one classic script at the root, so that its scope is the whole origin.
export default defineConfig({
  publicDir: false,
  esbuild: { legalComments: 'none' },
  define: {
    __APP_VERSION__: JSON.stringify(packageJson.version),
    __SHELL_FILES__: JSON.stringify(files.map((file) => (file === 'index.html' ? '/' : `/${file}`))),
    __SHELL_ID__: JSON.stringify(fingerprint(files)),
  },
  build: {
    target: 'es2022',
    outDir: out,
    emptyOutDir: false,
    modulePreload: false,
    lib: { entry: 'src/sw/worker.ts', formats: ['iife'], name: 'countersignWorker', fileName: () => 'sw.js' },
  },
});
