import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { codeOf } from '../core/errors.ts';
import { texts } from '../texts/index.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import type { ServerToken } from '../vault/token.ts';
import { type PinAnswer, type Pins, pinOf } from './pins.ts';

interface PinEntryProps {
  readonly token: ServerToken;
  readonly pins: Pins;
  /** What stands on the button. */
  readonly action: string;
  /** Whether the field takes the focus when it appears. */
  readonly focused?: boolean;
  /** The token is open: verified by the server, or not. */
  readonly onOpen: (verified: boolean) => void;
  /** The token is locked. */
  readonly onLocked: () => void;
}

/** Asks for a token PIN, or for the fingerprint or face in its place; says what the server says. */
export function PinEntry(props: PinEntryProps): JSX.Element {
  const { token, pins } = props;
  const [pin, setPin] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const take = (entering: Promise<PinAnswer>): void => {
    setBusy(true);
    setError(null);
    entering
      .then((answer) => {
        setPin('');
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
    <form
      class="pin-entry"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (pin === '') {
          setError(texts.errors.pin_required);
        } else {
          take(pins.enter(token, pin));
        }
      }}
    >
      <PinField
        label={texts.pin.label(token.name)}
        token={token}
        value={pin}
        error={error}
        focused={props.focused === true}
        onChange={(typed) => {
          setPin(typed);
          setError(null);
        }}
      />
      <Button wide submit busy={busy}>
        {props.action}
      </Button>
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
    </form>
  );
}

/** A field for a PIN of this token. */
export function PinField(props: {
  readonly label: string;
  readonly token: ServerToken;
  readonly value: string;
  readonly error: string | null;
  readonly focused?: boolean;
  readonly hint?: string;
  readonly onChange: (value: string) => void;
}): JSX.Element {
  const rule = pinOf(props.token);
  const digits = rule.kind !== 'NONE' && rule.characters === 'DIGITS';
  return (
    <Field
      kind="password"
      label={props.label}
      value={props.value}
      error={props.error}
      focused={props.focused === true}
      maximum={rule.kind === 'NONE' ? 32 : rule.maximum}
      {...(props.hint === undefined ? {} : { hint: props.hint })}
      {...(digits ? { keyboard: 'digits' as const } : {})}
      onChange={props.onChange}
    />
  );
}
