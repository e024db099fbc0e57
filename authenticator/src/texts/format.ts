import { language } from './index.ts';

/** Names in a row, as the person's language writes them. */
export function listed(names: readonly string[]): string {
  return new Intl.ListFormat(language).format(names);
}
