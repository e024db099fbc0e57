// Cuts Inter (OFL 1.1, from @fontsource-variable/inter) down to Latin-1 and the weights that the design uses: 48 kB
// become 28. The result is committed, so a build needs neither this script nor its library's WebAssembly.
import { readFileSync, writeFileSync } from 'node:fs';
import subsetFont from 'subset-font';

const range = (from, to) => String.fromCodePoint(...Array.from({ length: to - from }, (_, i) => from + i));
const source = readFileSync(
  new URL('../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2', import.meta.url),
);
const font = await subsetFont(source, range(0x20, 0x7f) + range(0xa0, 0x100) + '–—‘’“”„…•×−←→', {
  targetFormat: 'woff2',
  variationAxes: { wght: { min: 400, max: 700 } },
});
writeFileSync(new URL('../src/ui/inter-latin.woff2', import.meta.url), font);
console.log(`inter-latin.woff2: ${font.length} bytes`);
