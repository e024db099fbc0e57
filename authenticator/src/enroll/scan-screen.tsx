import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type ErrorCode, codeOf } from '../core/errors.ts';
import { type Camera, openCamera } from '../platform/camera.ts';
import type { Clock } from '../platform/clock.ts';
import { prepareReader, readFrame, readImageFile } from '../platform/qr-reader.ts';
import { texts } from '../texts/index.ts';
import { Button, FileButton, IconLink } from '../ui/button.tsx';
import { Fault, ScreenTitle } from '../ui/parts.tsx';
import { Stage } from '../ui/stage.tsx';
import type { EnrollmentNeeds } from './enrollment.ts';
import { type ReadCode, readCode } from './read-code.ts';

const BETWEEN_LOOKS_MILLISECONDS = 120;

interface ScanProps {
  readonly needs: EnrollmentNeeds;
  readonly onCode: (code: ReadCode) => void;
}

/** Reads a QR code with the camera, or from an image file. */
export function ScanScreen(props: ScanProps): JSX.Element {
  const { needs } = props;
  /** What is wrong with the last code or file. */
  const [trouble, setTrouble] = useState<ErrorCode | null>(null);
  /** Why the camera is not on; it stays off until the person tries again. */
  const [stopped, setStopped] = useState<ErrorCode | null>(null);
  const found = useRef(false);
  /** Whether the text is a code that can be added; if not, why is said, and the camera looks on. */
  const accept = async (text: string): Promise<boolean> => {
    try {
      const code = await readCode(needs, text);
      if (!found.current) {
        found.current = true;
        props.onCode(code);
      }
      return true;
    } catch (thrown) {
      const code = codeOf(thrown);
      setTrouble(code === 'activation_malformed' ? 'code_foreign' : code);
      return false;
    }
  };
  const choose = async (file: File): Promise<void> => {
    setTrouble(null);
    try {
      await accept(await readImageFile(file));
    } catch (thrown) {
      setTrouble(codeOf(thrown));
    }
  };
  const shown = trouble ?? stopped;
  return (
    <Stage
      head={
        <div class="stage-head">
          <IconLink icon="back" name={texts.back} href="#add" />
        </div>
      }
      actions={
        <>
          {stopped !== null && (
            <Button
              large
              wide
              icon="refresh"
              onPress={() => {
                setTrouble(null);
                setStopped(null);
              }}
            >
              {texts.scan.again}
            </Button>
          )}
          <FileButton accept="image/*" icon="image" onFile={(file) => void choose(file)}>
            {texts.scan.file}
          </FileButton>
          <a class="button button-plain button-large button-wide" href="#add">
            {texts.scan.type}
          </a>
        </>
      }
    >
      <ScreenTitle>{texts.scan.title}</ScreenTitle>
      {stopped === null && (
        <Viewfinder
          clock={needs.clock}
          onText={accept}
          onTrouble={(code) => {
            setStopped(code);
          }}
        />
      )}
      <Fault tone="look">{shown && texts.errors[shown]}</Fault>
    </Stage>
  );
}

/** The camera's picture. The camera is on while this is on the screen and the page is seen. */
function Viewfinder(props: {
  readonly clock: Clock;
  readonly onText: (text: string) => Promise<boolean>;
  readonly onTrouble: (code: ErrorCode) => void;
}): JSX.Element {
  const video = useRef<HTMLVideoElement>(null);
  const [camera, setCamera] = useState<Camera | null>(null);
  const [place, setPlace] = useState<number | null>(null);
  const [seen, setSeen] = useState(document.visibilityState === 'visible');
  const [torch, setTorch] = useState(false);
  useEffect(() => {
    const look = (): void => {
      setSeen(document.visibilityState === 'visible');
    };
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  useEffect(() => {
    if (!seen) {
      return undefined;
    }
    let over = false;
    let opened: Camera | null = null;
    const start = async (): Promise<void> => {
      opened = await openCamera(place);
      if (over) {
        opened.stop();
        return;
      }
      setTorch(false);
      setCamera(opened);
      if (video.current) {
        video.current.srcObject = opened.stream;
        await video.current.play();
      }
      await prepareReader();
      await watch();
    };
    let last = '';
    const watch = async (): Promise<void> => {
      while (!over) {
        const text = video.current === null ? null : await readFrame(video.current);
        // The same code in the next picture says nothing new.
        if (text !== null && text !== last && !over) {
          last = text;
          over = await props.onText(text);
        }
        await new Promise<void>((resolve) => {
          props.clock.after(BETWEEN_LOOKS_MILLISECONDS, resolve);
        });
      }
    };
    start().catch((thrown: unknown) => {
      if (!over) {
        props.onTrouble(codeOf(thrown) === 'unexpected' ? 'camera_busy' : codeOf(thrown));
      }
    });
    return () => {
      over = true;
      opened?.stop();
      setCamera(null);
    };
  }, [seen, place]);
  const setTorchOf = camera?.setTorch ?? null;
  return (
    <>
      <div class="viewfinder">
        <video ref={video} muted playsInline aria-hidden="true" />
        {camera === null && <span class="spinner spinner-large" aria-hidden="true" />}
        <span class="viewfinder-frame" aria-hidden="true" />
      </div>
      <p class="quiet centred-words" role="status">
        {camera === null ? texts.scan.starting : texts.scan.hint}
      </p>
      <div class="viewfinder-actions">
        {setTorchOf !== null && (
          <Button
            kind="secondary"
            icon="torch"
            onPress={() => {
              void setTorchOf(!torch).then(() => {
                setTorch(!torch);
              });
            }}
          >
            {torch ? texts.scan.torchOff : texts.scan.torchOn}
          </Button>
        )}
        {camera !== null && camera.count > 1 && (
          <Button
            kind="secondary"
            icon="refresh"
            onPress={() => {
              setPlace(((place ?? 0) + 1) % camera.count);
            }}
          >
            {texts.scan.other}
          </Button>
        )}
      </div>
    </>
  );
}
