import type { Bytes } from '../core/bytes.ts';
import type { PinDerivation } from '../core/seed-record.ts';

/** What the page asks of the worker that stretches PINs. */
export interface StretchRequest {
  readonly pin: Bytes;
  readonly derivation: PinDerivation;
}

/** 32 bytes; null where this browser cannot do it. */
export type StretchReply = Bytes | null;
