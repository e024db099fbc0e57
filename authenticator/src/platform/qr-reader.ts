import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { AppError } from '../core/errors.ts';

/** Sharp enough for any code that fills a third of the picture; larger ones only take longer. */
const LONGEST_SIDE = 1_600;

let ready: Promise<unknown> | null = null;

/**
 * Loads the decoder from this app's own origin; the package's own choice would be another one.
 * @throws AppError `reader_missing`
 */
export async function prepareReader(): Promise<void> {
  ready ??= prepareZXingModule({ overrides: { locateFile: () => wasmUrl }, fireImmediately: true });
  await ready.catch(() => {
    ready = null;
    throw new AppError('reader_missing');
  });
}

/** The text of a QR code in the video's current picture; null where there is none. */
export async function readFrame(video: HTMLVideoElement): Promise<string | null> {
  return video.videoWidth === 0 ? null : read(video, video.videoWidth, video.videoHeight);
}

/**
 * The text of a QR code in an image file.
 * @throws AppError `image_unreadable` where the file is no image, `code_missing` where it shows no QR code
 */
export async function readImageFile(file: File): Promise<string> {
  await prepareReader();
  const image = await createImageBitmap(file).catch(() => {
    throw new AppError('image_unreadable');
  });
  const text = await read(image, image.width, image.height);
  image.close();
  if (text === null) {
    throw new AppError('code_missing');
  }
  return text;
}

async function read(source: CanvasImageSource, width: number, height: number): Promise<string | null> {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) {
    throw new AppError('image_unreadable');
  }
  // A picture with a transparent ground is read as if it lay on paper.
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  await prepareReader();
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
  const [found] = await readBarcodes(pixels, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 1 });
  return found?.isValid ? found.text : null;
}
