import type { Bytes } from '../core/bytes.ts';
import { parsePolicy } from '../core/policy-string.ts';
import type { SeedRecord } from '../core/seed-record.ts';
import type { BiometricRecord } from './biometric-pin.ts';

/** What every token has. Public facts: nothing here helps to compute a passcode. */
interface TokenFacts {
  /** Names the token on this device; a server's token is known there by the same. */
  readonly serial: string;
  readonly name: string;
  readonly account: string;
  readonly policy: string;
  /** The next counter of an event-based token. */
  readonly counter: number;
  /** The last time step that an answer of this app used up; null before the first. */
  readonly spentStep: number | null;
  readonly addedAt: number;
}

/** A token of another provider: passcodes and nothing else. No server of ours knows it. */
export interface ThirdPartyToken extends TokenFacts {
  readonly origin: 'third-party';
  readonly issuer: string | null;
}

/** A token that a Countersign server knows. */
export interface ServerToken extends TokenFacts {
  readonly origin: 'server';
  /** `claimed`: the server knows it and waits for its first passcode. */
  readonly state: 'claimed' | 'active';
  readonly organisation: string;
  /** Origin of the server, pinned at enrollment: answers go there and nowhere else. */
  readonly server: string;
  readonly level: number;
  readonly pushKey: Bytes;
  readonly pushEnabled: boolean;
  /** The web push subscription that the server knows; absent or null where it knows none. */
  readonly pushEndpoint?: string | null;
  /** Whether `activate` needs the user's password. */
  readonly asksPassword: boolean;
  /** Token PINs in a row that the server could not be asked about. */
  readonly unverifiedPins?: number;
  /** A fingerprint or face may stand in for the token PIN. */
  readonly biometric?: boolean;
  /** Too many wrong PINs: the server takes this token never again. */
  readonly lockedByPin?: boolean;
  /** The code of its enrollment: a challenge-response token proves itself by answering it. */
  readonly code?: string;
  /** The server said that it takes nothing from this token now. */
  readonly inactive: boolean;
}

export type Token = ServerToken | ThirdPartyToken;

/** Who the account is with; null where a link of another provider does not say. */
export function issuerOf(token: Token): string | null {
  return token.origin === 'server' ? token.organisation : token.issuer;
}

/** The tokens that a server knows: only they are checked, connected, pushed to and told about settings. */
export function serverTokens(tokens: readonly Token[]): ServerToken[] {
  return tokens.filter((token) => token.origin === 'server');
}

/** Whether a token PIN keeps it from whoever holds the device: its seed opens only with the PIN, and the server counts the tries. */
export function guardsItself(token: Token): boolean {
  return parsePolicy(token.policy).pin.kind === 'TOKEN';
}

/** What only the vault reads. */
export interface TokenSecrets {
  readonly serial: string;
  /** The only record of it: a second one, under another PIN, would tell which two PINs open the same seed. */
  readonly seed: SeedRecord;
  readonly biometric?: BiometricRecord;
  /** The device key; null for a token without server, which has nobody to sign for. */
  readonly signingKey: CryptoKey | null;
}
