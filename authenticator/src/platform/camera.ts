import { AppError } from '../core/errors.ts';

/** A camera that is on. */
export interface Camera {
  readonly stream: MediaStream;
  /** Lights the torch or puts it out; null where this camera has none. */
  readonly setTorch: ((on: boolean) => Promise<void>) | null;
  /** How many cameras there are to choose from. */
  readonly count: number;
  stop(): void;
}

/** What browsers know of a torch; the DOM's types do not name it. */
interface TorchCapabilities extends MediaTrackCapabilities {
  readonly torch?: boolean;
}

/**
 * Turns a camera on: the one at the back where there are several, or the one with the given place in their list.
 * @throws AppError `camera_refused`, `camera_missing` or `camera_busy`
 */
export async function openCamera(place: number | null): Promise<Camera> {
  if (!('mediaDevices' in navigator)) {
    throw new AppError('camera_missing');
  }
  const { mediaDevices } = navigator;
  try {
    const chosen = place === null ? undefined : (await cameras())[place]?.deviceId;
    const which = chosen === undefined ? { facingMode: 'environment' } : { deviceId: { exact: chosen } };
    const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
    const stream = await mediaDevices.getUserMedia({ video: { ...which, ...size }, audio: false });
    const [track] = stream.getVideoTracks();
    const capabilities: TorchCapabilities = track?.getCapabilities?.() ?? {};
    return {
      stream,
      setTorch:
        track !== undefined && capabilities.torch === true
          ? (on) => track.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] })
          : null,
      count: (await cameras()).length,
      stop: () => {
        stream.getTracks().forEach((running) => {
          running.stop();
        });
      },
    };
  } catch (thrown) {
    throw new AppError(codeOfCamera(thrown));
  }
}

async function cameras(): Promise<MediaDeviceInfo[]> {
  return (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'videoinput');
}

function codeOfCamera(thrown: unknown): 'camera_refused' | 'camera_missing' | 'camera_busy' {
  switch (thrown instanceof DOMException ? thrown.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'camera_refused';
    case 'NotReadableError':
    case 'AbortError':
      return 'camera_busy';
    default:
      return 'camera_missing';
  }
}
