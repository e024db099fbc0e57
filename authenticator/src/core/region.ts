/**
 * The locale by which dates and countries are written: the app's language as the person's browser has it, with the region
 * that it is set to.
 * @param preferred what the browser prefers, the best first
 */
export function localeFor(language: string, preferred: readonly string[]): string {
  const known = preferred.map(localeOf).filter((locale) => locale !== null);
  const same = known.find((locale) => locale.language === language && locale.region !== undefined);
  const region = known.find((locale) => locale.region !== undefined)?.region;
  return same?.baseName ?? (region === undefined ? language : `${language}-${region}`);
}

function localeOf(tag: string): Intl.Locale | null {
  try {
    return new Intl.Locale(tag);
  } catch {
    return null;
  }
}
