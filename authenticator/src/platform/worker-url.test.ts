import { afterEach, describe, expect, it, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

describe('the address of a worker', () => {
  const others = ['/sw.js?', '//elsewhere.example/sw.js', '/assets/other.js', 'data:,1', 'blob:x', ''];

  it.each([true, false])('is one of this build or none, with trusted types: %s', async (typed) => {
    const names: string[] = [];
    vi.stubGlobal(
      'trustedTypes',
      typed ? { createPolicy: (name: string, rules: object) => (names.push(name), rules) } : undefined,
    );
    const { workerUrl } = await import('./worker-url.ts');
    expect(workerUrl('/sw.js')).toBe('/sw.js');
    expect(workerUrl('/sw.js')).toBe('/sw.js');
    for (const other of others) {
      expect(() => workerUrl(other), other).toThrow(TypeError);
    }
    expect(names, 'a second policy of one name would be refused').toEqual(typed ? ['countersign-worker'] : []);
  });
});
