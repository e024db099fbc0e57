// Adds up what a first visit must fetch before its first screen is usable, compressed as the server sends it, and fails
// above the limit: index.html, the scripts it names and those that they import at once, its styles, and the fonts in them.
// Not counted: what is fetched later or beside it (imports on demand with their WebAssembly, icons, manifest, worker).
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const LIMIT = 90_000;
const out =
  process.argv[2] ?? process.env['COUNTERSIGN_OUT'] ?? join(dirname(fileURLToPath(import.meta.url)), '..', 'dist');

const counted = new Map();

/** What a file fetches at once, as addresses within the build. */
function needs(path, text) {
  const found = (pattern) => [...text.matchAll(pattern)].map((match) => match[1]);
  if (path.endsWith('.html')) {
    const tags = [...text.matchAll(/<(?:script|link)\b[^>]*>/gu)].map(([tag]) => tag);
    return tags
      .filter((tag) => tag.startsWith('<script') || /rel="(?:stylesheet|modulepreload|preload)"/u.test(tag))
      .flatMap((tag) => /(?:src|href)="([^"]+)"/u.exec(tag)?.[1] ?? []);
  }
  if (path.endsWith('.js')) {
    return found(/\b(?:import|from)\s*["'](\.{1,2}\/[^"']+|\/[^"']+)["']/gu);
  }
  return path.endsWith('.css') ? found(/url\(["']?([^"')]+)["']?\)/gu).filter((url) => !url.startsWith('data:')) : [];
}

function count(path) {
  if (counted.has(path)) {
    return;
  }
  const content = readFileSync(join(out, path));
  const packed = /\.(?:html|js|css)$/u.test(path);
  counted.set(path, packed ? gzipSync(content).length : content.length);
  if (packed) {
    for (const need of needs(path, content.toString('utf8'))) {
      count(posix.resolve(posix.dirname(path), need));
    }
  }
}

count('/index.html');
if (
  ![...counted.keys()].some((path) => path.endsWith('.js')) ||
  ![...counted.keys()].some((path) => path.endsWith('.css'))
) {
  console.error('The first load was not understood: no script or no style was found in index.html.');
  process.exit(1);
}

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
const total = [...counted.values()].reduce((sum, bytes) => sum + bytes, 0);
const later = readdirSync(out, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .filter((file) => !counted.has(file.slice(out.length).replaceAll('\\', '/')))
  .reduce((sum, file) => sum + Math.min(gzipSync(readFileSync(file)).length, readFileSync(file).length), 0);
for (const [path, bytes] of counted) {
  console.log(`${kilobytes(bytes).padStart(9)}  ${path}`);
}
console.log(`First load ${kilobytes(total)} of ${kilobytes(LIMIT)}; beside and after it ${kilobytes(later)}.`);
if (total > LIMIT) {
  console.error(
    'The first load is too large. Load what the first screen does not need with import() where it is needed.',
  );
  process.exit(1);
}
