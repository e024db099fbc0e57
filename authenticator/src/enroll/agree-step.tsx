import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { grouped } from '../core/passcode.ts';
import type { Clock } from '../platform/clock.ts';
import { texts } from '../texts/index.ts';
import { ScreenTitle } from '../ui/parts.tsx';
import { Stage } from '../ui/stage.tsx';
import type { ServerToken } from '../vault/token.ts';
import { Head } from './steps.tsx';

const AGAIN_MILLISECONDS = 2_000;

/** The page asks whether this device shows this number; asks the server again until it was answered. */
export function AgreeStep(props: {
  readonly token: ServerToken;
  readonly clock: Clock;
  /** Another one after each time the server was asked. */
  readonly onAsk: () => void;
}): JSX.Element {
  useEffect(() => props.clock.after(AGAIN_MILLISECONDS, props.onAsk), [props.onAsk]);
  return (
    <Stage centred head={<Head step={3} />}>
      <span class="spinner spinner-large" aria-hidden="true" />
      <ScreenTitle>{texts.enroll.agreeTitle}</ScreenTitle>
      <p class="compare-code figures">{grouped(props.token.code ?? '')}</p>
      <p class="quiet lead">{texts.enroll.agreeBody}</p>
      <p class="quiet" role="status">
        {texts.enroll.agreeWaiting}
      </p>
    </Stage>
  );
}
