import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { codeOf } from '../core/errors.ts';
import { texts } from '../texts/index.ts';
import { Button } from '../ui/button.tsx';
import type { ServerToken } from '../vault/token.ts';
import { PinForm } from './pin-form.tsx';
import type { PinAnswer, Pins } from './pins.ts';

interface PinEntryProps {
  readonly token: ServerToken;
  readonly pins: Pins;
  /** What stands on the button. */
  readonly action: string;
  /** The token is open: verified by the server, or not. */
  readonly onOpen: (verified: boolean) => void;
  /** The token is locked. */
  readonly onLocked: () => void;
}

/** Asks for a token PIN, or for the fingerprint or face in its place; says what the server says. */
export function PinEntry(props: PinEntryProps): JSX.Element {
  const { token, pins } = props;
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const take = (entering: Promise<PinAnswer>): void => {
    setBusy(true);
    setError(null);
    entering
      .then((answer) => {
        setBusy(false);
        if (answer.kind === 'right' || answer.kind === 'unverified') {
          props.onOpen(answer.kind === 'right');
        } else if (answer.kind === 'locked') {
          props.onLocked();
        } else {
          setError(answer.kind === 'wrong' ? texts.pin.wrong(answer.left) : texts.pin.hidden);
        }
      })
      .catch((thrown: unknown) => {
        const code = codeOf(thrown);
        setBusy(false);
        // Who turned the fingerprint away wants to type: that needs no explanation.
        setError(code === 'biometric_cancelled' ? null : texts.errors[code]);
      });
  };
  return (
    <PinForm
      token={token}
      action={props.action}
      busy={busy}
      error={error}
      onPin={(pin) => {
        take(pins.enter(token, pin));
      }}
      onTyped={() => {
        setError(null);
      }}
    >
      {token.biometric === true && (
        <Button
          wide
          kind="secondary"
          icon="finger"
          disabled={busy}
          onPress={() => {
            take(pins.enterByBiometric(token));
          }}
        >
          {texts.pin.useBiometric}
        </Button>
      )}
    </PinForm>
  );
}
