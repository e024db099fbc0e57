import type { ErrorCode } from '../core/errors.ts';
import type { Ended, RequestAnswer } from '../core/request-history.ts';
import type { Clock } from '../platform/clock.ts';
import type { Records } from '../records/records.ts';
import type { DeviceApi } from '../server/device-api.ts';
import type { GenuineRequest } from '../vault/genuine-request.ts';
import type { ServerToken } from '../vault/token.ts';
import type { Vault } from '../vault/vault.ts';

export interface Waiting {
  /** Open requests, the newest first. */
  readonly requests: readonly GenuineRequest[];
  /** How requests ended that the server or the clock ended lately, by id. */
  readonly endings: ReadonlyMap<string, Ended>;
  readonly connection: 'unknown' | 'connected' | 'offline';
  /** What to add to this device's clock to get the server's, in seconds. */
  readonly clockOffset: number;
  /** What kept the last check from its answer; null when it came. */
  readonly failure: ErrorCode | null;
}

/** What the answer did. */
export type Answered =
  { readonly kind: 'state'; readonly state: RequestAnswer } | { readonly kind: 'wait'; readonly seconds: number };

/** The PIN that goes with an approval. */
export interface GivenPin {
  /** Whether this device verified the person for this very answer: the server confirmed what opened the token. */
  readonly verified: boolean;
  /** The server PIN, for tokens that have one. */
  readonly server: string | null;
}

export const NO_PIN: GivenPin = { verified: false, server: null };

export interface RequestNeeds {
  readonly vault: Vault;
  readonly api: DeviceApi;
  readonly clock: Clock;
  readonly records: Records;
  /** Those that a server knows. */
  readonly tokens: () => readonly ServerToken[];
  /** Called after the vault changed a token. */
  readonly onChanged: () => void;
  /** Called with tokens whose web push subscription the server no longer has. */
  readonly onUnreached: (tokens: readonly ServerToken[]) => void;
}
