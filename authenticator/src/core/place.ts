import { type Json, asObject, asText, hasExactly } from './json.ts';

/** Where an address seems to be. */
export type Place =
  /** In the organisation's own network: nobody else can have such an address. */
  | { readonly kind: 'own' }
  /** At least one of the two is known; the country by its code of ISO 3166-1, the city as the server writes it. */
  | { readonly kind: 'somewhere'; readonly country: string | null; readonly city: string | null };

const CODE = /^[A-Z]{2}$/u;

/** The place of a push request: null where none is known, undefined for anything that its page does not describe. */
export function readPlace(value: Json | undefined): Place | null | undefined {
  if (value === null) {
    return null;
  }
  const fields = asObject(value);
  if (fields === null || !hasExactly(fields, ['own', 'country', 'city'])) {
    return undefined;
  }
  const { own, country, city } = fields;
  if (own === true) {
    return country === null && city === null ? { kind: 'own' } : undefined;
  }
  const known = { kind: 'somewhere', country: asText(country, 2), city: asText(city) } as const;
  const asDescribed =
    own === false &&
    (country === null || (known.country !== null && CODE.test(known.country))) &&
    (city === null || known.city !== null) &&
    (known.country !== null || known.city !== null);
  return asDescribed ? known : undefined;
}
