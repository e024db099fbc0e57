import { describe, expect, it } from 'vitest';
import type { Json } from './json.ts';
import { readPlace } from './place.ts';

describe('a place', () => {
  it('is nothing known, the own network, or a country, a city or both', () => {
    expect(readPlace(null)).toBeNull();
    expect(readPlace({ own: true, country: null, city: null })).toEqual({ kind: 'own' });
    expect(readPlace({ own: false, country: 'DE', city: 'Munich' })).toEqual({
      kind: 'somewhere',
      country: 'DE',
      city: 'Munich',
    });
    expect(readPlace({ own: false, country: null, city: 'Munich' })).toMatchObject({ country: null, city: 'Munich' });
  });

  it.each<[Json | undefined]>([
    [undefined],
    ['Munich, Germany'],
    [{}],
    [{ own: true }],
    [{ own: true, country: 'DE', city: null }],
    [{ own: false, country: null, city: null }],
    [{ own: false, country: 'de', city: null }],
    [{ own: false, country: 'DEU', city: null }],
    [{ own: false, country: 'DE', city: 7 }],
    [{ own: 'no', country: 'DE', city: null }],
    [{ own: false, country: 'DE', city: null, street: 'x' }],
  ])('is not %j', (value) => {
    expect(readPlace(value)).toBeUndefined();
  });
});
