// Runs `npm ci` when the lock file differs from the one that node_modules came from, and does nothing otherwise, so that
// a Maven build without network works once the dependencies are there. Takes the folder of the lock file, or the app's.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'node_modules', '.countersign-lock');
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  // No script of a dependency runs: esbuild brings its program as an optional package of its own.
  const run = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (run.status !== 0) {
    console.error(
      'npm ci failed. Countersign needs Node.js 20.19 or later with npm on the PATH, and network the first time.',
    );
    process.exit(run.status ?? 1);
  }
  writeFileSync(stamp, wanted);
}
