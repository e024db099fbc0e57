import { type ErrorCode, codeOf } from '../core/errors.ts';
import { parsePolicy } from '../core/policy-string.ts';
import type { ServerToken } from '../vault/token.ts';

/** What became of switching several tokens. */
export interface Switched {
  readonly changed: number;
  /** The tokens that stayed as they were, and why the first of them did. */
  readonly failed: readonly ServerToken[];
  readonly code: ErrorCode | null;
}

/** The tokens whose requests may reach this device, as far as their policy goes. */
export function switchable(tokens: readonly ServerToken[]): ServerToken[] {
  return tokens.filter(({ state, inactive, policy }) => state === 'active' && !inactive && parsePolicy(policy).push);
}

/** Switches Autosend for every token that is not as wanted, one after the other; what fails for one does not stop the others. */
export async function switchAll(
  tokens: readonly ServerToken[],
  on: boolean,
  switchOne: (token: ServerToken, on: boolean) => Promise<unknown>,
): Promise<Switched> {
  const failed: ServerToken[] = [];
  let changed = 0;
  let code: ErrorCode | null = null;
  for (const token of switchable(tokens).filter(({ pushEnabled }) => pushEnabled !== on)) {
    try {
      await switchOne(token, on);
      changed++;
    } catch (thrown) {
      failed.push(token);
      code ??= codeOf(thrown);
    }
  }
  return { changed, failed, code };
}
