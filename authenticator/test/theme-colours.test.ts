import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

it('the browser’s own bar has the colour of the ground in both schemes', () => {
  const [, light, dark] =
    /--ground: light-dark\((#[0-9a-f]+), (#[0-9a-f]+)\)/u.exec(read('../src/ui/tokens.css')) ?? [];
  const bars = [
    ...read('../index.html').matchAll(
      /name="theme-color" content="(#[0-9a-f]+)" media="\(prefers-color-scheme: (\w+)\)"/gu,
    ),
  ].map(([, colour, scheme]) => [scheme, colour]);
  expect(Object.fromEntries(bars)).toEqual({ light, dark });
});
