/** One part of the app that somebody else wrote, or the app itself, as the build found it. */
export interface LicencedPart {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
}

/** What the build wrote down of everything that it ships; see scripts/licences.ts. */
export async function readLicences(): Promise<readonly LicencedPart[]> {
  const response = await fetch('/licences.json', { credentials: 'omit' });
  return (await response.json()) as readonly LicencedPart[];
}
