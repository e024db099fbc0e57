import { describe, expect, it } from 'vitest';
import { readZip } from '../../test/zip-reader.ts';
import { utf8 } from './bytes.ts';
import { crc32, zipOf } from './zip.ts';

describe('an archive', () => {
  it('has the checksum of the standard', () => {
    // The check value that every description of this CRC gives.
    expect(crc32(utf8('123456789'))).toBe(0xcbf43926);
  });

  it('is read by its central directory', () => {
    const files = readZip(
      Buffer.from(
        zipOf(
          [
            { name: 'log.txt', content: utf8('one\ntwo – three\n') },
            { name: 'empty.txt', content: new Uint8Array(0) },
          ],
          1_796_000_000,
        ),
      ),
    );
    expect([...files].map(([name, content]) => [name, content.toString()])).toEqual([
      ['log.txt', 'one\ntwo – three\n'],
      ['empty.txt', ''],
    ]);
  });

  it('tells its time in UTC', () => {
    const bytes = Buffer.from(zipOf([{ name: 'a', content: new Uint8Array(0) }], 1_796_000_001));
    // 2026-11-30 00:53:20, in steps of two seconds.
    expect([bytes.readUInt16LE(12), bytes.readUInt16LE(10)]).toEqual([
      (46 << 9) | (11 << 5) | 30,
      (0 << 11) | (53 << 5) | 10,
    ]);
  });
});
