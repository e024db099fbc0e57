import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const policy = read('../content-security-policy.txt').trim();
const directives = new Map(
  policy.split('; ').map((directive) => {
    const [name = '', ...values] = directive.split(' ');
    return [name, values.join(' ')];
  }),
);

describe('the content security policy', () => {
  it('is the one that its page describes', () => {
    const rows = [
      ...read('../../docs/protocols/app-content-security-policy.md').matchAll(/^\| `([a-z-]+)` \| `(.+?)` \|/gmu),
    ];
    expect(new Map(rows.map(([, name = '', value = '']) => [name, value]))).toEqual(directives);
  });

  it('allows nothing inline, no evaluation of text and no other origin', () => {
    // WebAssembly alone, for the QR decoder: the page says why.
    expect(policy.match(/'[a-z-]*unsafe[a-z-]*'/gu)).toEqual(["'wasm-unsafe-eval'"]);
    expect(policy).not.toMatch(/\*|https?:/u);
    expect(directives.get('default-src')).toBe("'none'");
  });

  it('knows the one policy that the app makes, and the page needs nothing inline', () => {
    const made = /createPolicy\('([a-z-]+)'/u.exec(read('../src/platform/worker-url.ts'))?.[1];
    expect(directives.get('trusted-types')).toBe(made);
    const page = read('../index.html');
    expect(page).not.toMatch(/<style|style=|\son[a-z]+=|<script(?![^>]*src=)/u);
  });
});
