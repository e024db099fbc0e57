import type { Bytes } from '../core/bytes.ts';
import type { SeedRecord } from '../core/seed-record.ts';

/** A token's public facts: nothing here helps to compute a passcode. */
export interface Token {
  readonly serial: string;
  /** `claimed`: the server knows it and waits for its first passcode. */
  readonly state: 'claimed' | 'active';
  readonly name: string;
  readonly organisation: string;
  readonly account: string;
  /** Origin of the server, pinned at enrollment: answers go there and nowhere else. */
  readonly server: string;
  readonly policy: string;
  readonly level: number;
  readonly pushKey: Bytes;
  readonly pushEnabled: boolean;
  /** Whether `activate` needs the user's password. */
  readonly asksPassword: boolean;
  /** The next counter of an event-based token. */
  readonly counter: number;
  /** The last time step that an answer of this app used up; null before the first. */
  readonly spentStep: number | null;
  /** The server said that it takes nothing from this token now. */
  readonly inactive: boolean;
  readonly addedAt: number;
}

/** What only the vault reads. */
export interface TokenSecrets {
  readonly serial: string;
  readonly seed: SeedRecord;
  readonly signingKey: CryptoKey;
}
