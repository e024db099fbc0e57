import { type Bytes, concat, utf8 } from './bytes.ts';

/** A file to put into an archive. */
export interface ZipEntry {
  /** ASCII, without a folder. */
  readonly name: string;
  readonly content: Bytes;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;

/**
 * A zip archive whose files are stored as they are: the log is small, so that nothing is worth a compression library.
 * @param at seconds since 1970; archives keep time in steps of two seconds, written here in UTC
 * @see the ZIP file format specification 6.3.9, sections 4.3.7, 4.3.12 and 4.3.16
 */
export function zipOf(entries: readonly ZipEntry[], at: number): Bytes {
  const locals: Bytes[] = [];
  const central: Bytes[] = [];
  let offset = 0;
  for (const { name, content } of entries) {
    const nameBytes = utf8(name);
    const { date, time } = dosTime(at);
    const size = content.length;
    const facts = fields(2, VERSION, 2, 0, 2, 0, 2, time, 2, date, 4, crc32(content), 4, size, 4, size, 2, name.length);
    const local = concat(fields(4, LOCAL), facts, fields(2, 0), nameBytes, content);
    central.push(
      concat(fields(4, CENTRAL, 2, VERSION), facts, fields(2, 0, 2, 0, 2, 0, 2, 0, 4, 0, 4, offset), nameBytes),
    );
    locals.push(local);
    offset += local.length;
  }
  const directory = concat(...central);
  const count = entries.length;
  return concat(
    ...locals,
    directory,
    fields(4, END, 2, 0, 2, 0, 2, count, 2, count, 4, directory.length, 4, offset, 2, 0),
  );
}

/** Little-endian integers, each given as its length in bytes and its value. */
function fields(...lengthsAndValues: readonly number[]): Bytes {
  const bytes: number[] = [];
  for (let index = 0; index < lengthsAndValues.length; index += 2) {
    const value = lengthsAndValues[index + 1] ?? 0;
    for (let place = 0; place < (lengthsAndValues[index] ?? 0); place++) {
      bytes.push((value >>> (8 * place)) & 0xff);
    }
  }
  return new Uint8Array(bytes);
}

function dosTime(at: number): { readonly date: number; readonly time: number } {
  const when = new Date(at * 1000);
  return {
    date: ((when.getUTCFullYear() - 1980) << 9) | ((when.getUTCMonth() + 1) << 5) | when.getUTCDate(),
    time: (when.getUTCHours() << 11) | (when.getUTCMinutes() << 5) | (when.getUTCSeconds() >> 1),
  };
}

/** The checksum of ISO 3309, as archives use it. */
export function crc32(content: Bytes): number {
  let crc = 0xffffffff;
  for (const byte of content) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
  }
  return (crc ^ 0xffffffff) >>> 0;
}
