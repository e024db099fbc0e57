import { crc32, inflateRawSync } from 'node:zlib';

/** The files of a zip archive, read by its central directory as other programs do; throws where anything disagrees. */
export function readZip(archive: Buffer): Map<string, Buffer> {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const count = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  if (at + archive.readUInt32LE(end + 12) !== end || archive.length !== end + 22) {
    throw new Error('the central directory does not end where it should');
  }
  const files = new Map<string, Buffer>();
  for (let index = 0; index < count; index++) {
    if (archive.readUInt32LE(at) !== 0x02014b50) {
      throw new Error('no central directory header');
    }
    const method = archive.readUInt16LE(at + 10);
    const packed = archive.readUInt32LE(at + 20);
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const local = archive.readUInt32LE(at + 42);
    if (archive.readUInt32LE(local) !== 0x04034b50) {
      throw new Error('no local header');
    }
    // Version to date are the same in both headers, and so are checksum, sizes and name length.
    if (!archive.subarray(local + 4, local + 28).equals(archive.subarray(at + 6, at + 30))) {
      throw new Error('the two headers of a file disagree');
    }
    const start = local + 30 + nameLength + archive.readUInt16LE(local + 28);
    const bytes = archive.subarray(start, start + packed);
    const content = method === 0 ? bytes : inflateRawSync(bytes);
    if (crc32(content) !== archive.readUInt32LE(at + 16) || content.length !== archive.readUInt32LE(at + 24)) {
      throw new Error(`${name} is damaged`);
    }
    files.set(name, content);
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return files;
}
