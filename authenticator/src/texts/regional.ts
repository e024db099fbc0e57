import { localeFor } from '../core/region.ts';
import { preferredLanguages } from '../platform/preferred-language.ts';

/** What the browser knows of dates and countries, in one of the app's languages and the person's own region. */
function locale(language: string): string {
  return localeFor(language, preferredLanguages());
}

/** A date with its time of day, from seconds since 1970. */
export function momentIn(language: string, time: number): string {
  return new Intl.DateTimeFormat(locale(language), { dateStyle: 'medium', timeStyle: 'short' }).format(time * 1000);
}

/** City and country by the country's code; a code that nobody knows stays as it is. */
export function placeIn(language: string, country: string | null, city: string | null): string {
  return [city, country === null ? null : countryIn(language, country)].filter((word) => word !== null).join(', ');
}

function countryIn(language: string, code: string): string {
  try {
    return new Intl.DisplayNames([locale(language)], { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}
