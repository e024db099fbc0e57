import { type Bytes, concat, lengthPrefixed, utf8 } from './bytes.ts';

/** How a seed lies on the device; see docs/formats/seed-record.md. */
export interface SeedRecord {
  readonly v: 1;
  readonly iv: Bytes;
  readonly ciphertext: Bytes;
}

/** The data that the record's encryption is bound to. */
export function seedRecordAad(serial: string, pinKind: string): Bytes {
  return concat(lengthPrefixed(utf8(serial)), new Uint8Array([1]), lengthPrefixed(utf8(pinKind)));
}
