import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';

const WIDTH = 640;
const HEIGHT = 480;
const MARGIN_MODULES = 4;
/** What a wall behind the code looks like. */
const GREY = 150;

const program = createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm');

/** The modules of a QR code as rows, true where they are dark. */
async function modulesOf(text: string): Promise<boolean[][]> {
  const wasmBinary = (await readFile(program)).buffer as ArrayBuffer;
  prepareZXingModule({ overrides: { wasmBinary } });
  const { symbol } = await writeBarcode(text, { format: 'QRCode', scale: 1, addQuietZones: false });
  return Array.from({ length: symbol.height }, (_, row) =>
    Array.from({ length: symbol.width }, (__, column) => symbol.data[row * symbol.width + column] === 0),
  );
}

/** A camera's picture of a code on a white sheet in front of a wall: brightness by row and column. */
function photographed(modules: readonly (readonly boolean[])[]): Uint8Array {
  const across = modules.length + 2 * MARGIN_MODULES;
  const size = Math.floor((HEIGHT * 0.8) / across);
  const left = Math.floor((WIDTH - across * size) / 2);
  const top = Math.floor((HEIGHT - across * size) / 2);
  const picture = new Uint8Array(WIDTH * HEIGHT).fill(GREY);
  for (let y = 0; y < across * size; y++) {
    for (let x = 0; x < across * size; x++) {
      const row = Math.floor(y / size) - MARGIN_MODULES;
      const column = Math.floor(x / size) - MARGIN_MODULES;
      picture[(top + y) * WIDTH + left + x] = modules[row]?.[column] === true ? 20 : 235;
    }
  }
  return picture;
}

/** Writes what a fake camera sees: a few frames of a QR code, or of a bare wall. */
export async function writeCameraFile(file: string, text: string | null): Promise<void> {
  const brightness = text === null ? new Uint8Array(WIDTH * HEIGHT).fill(GREY) : photographed(await modulesOf(text));
  const colour = new Uint8Array((WIDTH * HEIGHT) / 2).fill(128);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), brightness, colour]);
  const head = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F30:1 Ip A1:1 C420jpeg\n`);
  writeFileSync(file, Buffer.concat([head, ...Array.from({ length: 5 }, () => frame)]));
}

/** A picture of a QR code as a file that a person may have saved. */
export async function qrPicture(text: string): Promise<Buffer> {
  await modulesOf(text);
  const { image } = await writeBarcode(text, { format: 'QRCode', scale: 6 });
  return Buffer.from((await image?.arrayBuffer()) ?? new ArrayBuffer(0));
}
