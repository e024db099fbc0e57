// Makes the pictures that the screen tests took small, and writes the page that shows them: docs/screens/README.md.
// A picture keeps its 256 most frequent colours; a screen has few, and the rest is the smoothing of its letters.
import { Buffer } from 'node:buffer';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, inflateSync, crc32 } from 'node:zlib';

const folder = process.argv[2] ?? '';
const LIMIT = 4_500_000;
const VIEWS = [
  ['phone-light', 'phone, light', 180],
  ['phone-dark', 'phone, dark', 180],
  ['desk-light', 'desk', 420],
];

/** Pixels of an 8-bit RGB or RGBA picture (PNG, ISO/IEC 15948 §9), as one number each. */
function pixels(png) {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const channels = png[25] === 6 ? 4 : 3;
  const packed = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') {
      packed.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
    }
  }
  const raw = inflateSync(Buffer.concat(packed));
  const row = width * channels;
  const bytes = Buffer.alloc(row * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (row + 1)];
    for (let x = 0; x < row; x++) {
      const left = x >= channels ? bytes[y * row + x - channels] : 0;
      const up = y > 0 ? bytes[(y - 1) * row + x] : 0;
      const corner = x >= channels && y > 0 ? bytes[(y - 1) * row + x - channels] : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      bytes[y * row + x] = raw[y * (row + 1) + 1 + x] + guess;
    }
  }
  const colours = new Uint32Array(width * height);
  for (let i = 0; i < colours.length; i++) {
    colours[i] = bytes.readUIntBE(i * channels, 3);
  }
  return { width, height, colours };
}

function paeth(left, up, corner) {
  const near = left + up - corner;
  const [a, b, c] = [Math.abs(near - left), Math.abs(near - up), Math.abs(near - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

function distance(one, other) {
  return [16, 8, 0].reduce((sum, shift) => sum + (((one >> shift) & 255) - ((other >> shift) & 255)) ** 2, 0);
}

/** For each colour its place in the palette, exactly or the nearest. */
function placed(colours) {
  const counts = new Map();
  for (const colour of colours) {
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const ordered = [...counts].sort(([, one], [, other]) => other - one).map(([colour]) => colour);
  const palette = ordered.slice(0, 256);
  const places = new Map(palette.map((colour, place) => [colour, place]));
  for (const colour of ordered.slice(256)) {
    const nearest = palette.reduce((best, known) => (distance(known, colour) < distance(best, colour) ? known : best));
    places.set(colour, places.get(nearest));
  }
  return { palette, places };
}

function chunk(name, content) {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(content.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}

/** The same picture with a palette. */
function small(png) {
  const { width, height, colours } = pixels(png);
  const { palette, places } = placed(colours);
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      rows[y * (width + 1) + 1 + x] = places.get(colours[y * width + x]);
    }
  }
  const header = Buffer.from(png.subarray(16, 29));
  header.set([8, 3, 0, 0, 0], 8);
  const table = Buffer.alloc(palette.length * 3);
  palette.forEach((colour, place) => table.writeUIntBE(colour, place * 3, 3));
  return Buffer.concat([
    png.subarray(0, 8),
    chunk('IHDR', header),
    chunk('PLTE', table),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const screens = new Map();
let total = 0;
for (const file of readdirSync(folder)
  .filter((name) => name.endsWith('.png'))
  .sort()) {
  const view = VIEWS.find(([name]) => file.endsWith(`-${name}.png`))?.[0];
  // On a desk the layout is another one, and the same in every language: in German the phone is enough.
  if (view === undefined || (view === 'desk-light' && file.includes('-german-'))) {
    rmSync(join(folder, file));
    continue;
  }
  const picture = small(readFileSync(join(folder, file)));
  writeFileSync(join(folder, file), picture);
  total += picture.length;
  const screen = file.slice(0, -view.length - 5);
  screens.set(screen, { ...screens.get(screen), [view]: file });
}

const title = (screen) => screen.replace(/^[\da-z]\d-/u, '').replaceAll('-', ' ');
const rows = [...screens].map(([screen, files]) => {
  const cells = VIEWS.map(([view, words, width]) =>
    files[view] === undefined ? '' : `<img src="${files[view]}" width="${width}" alt="${title(screen)}, ${words}">`,
  );
  return `| ${title(screen)} | ${cells.join(' | ')} |`;
});
writeFileSync(
  join(folder, 'README.md'),
  `# The app's screens

Written by \`./countersign screens\`: the built app in Chromium against a played server, as its screen tests lead it. Do not edit.

| screen | ${VIEWS.map(([, words]) => words).join(' | ')} |
|---|${VIEWS.map(() => '---').join('|')}|
${rows.join('\n')}
`,
);
console.log(`${screens.size} screens, ${(total / 1000).toFixed(0)} kB, in ${folder}`);
if (screens.size === 0 || total > LIMIT) {
  console.error(
    screens.size === 0 ? 'No pictures were taken.' : `More than ${LIMIT / 1000} kB is too much for the repository.`,
  );
  process.exit(1);
}
