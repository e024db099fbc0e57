import { argon2id } from 'hash-wasm';
import type { Bytes } from '../core/bytes.ts';
import type { PinDerivation } from '../core/seed-record.ts';

/** Argon2id version 0x13 to 32 bytes, in WebAssembly. */
export async function stretch(pin: Bytes, { salt, memory, passes, lanes }: PinDerivation): Promise<Bytes> {
  const stretched = await argon2id({
    password: pin,
    salt,
    memorySize: memory,
    iterations: passes,
    parallelism: lanes,
    hashLength: 32,
    outputType: 'binary',
  });
  return new Uint8Array(stretched);
}
