import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { normalisedPin } from '../core/pin-rule.ts';
import { texts } from '../texts/index.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import type { ServerToken } from '../vault/token.ts';
import { pinOf } from './pins.ts';

/** A PIN and the button that sends it. What cannot be the PIN, nothing or too little, goes nowhere and costs no try. */
export function PinForm(props: {
  readonly token: ServerToken;
  /** What stands on the button. */
  readonly action: string;
  readonly busy: boolean;
  /** What became of the last one. */
  readonly error: string | null;
  readonly onPin: (pin: string) => void;
  /** Somebody types again. */
  readonly onTyped: () => void;
  readonly children?: ComponentChildren;
}): JSX.Element {
  const { token } = props;
  const [pin, setPin] = useState('');
  const [missing, setMissing] = useState<string | null>(null);
  return (
    <form
      class="pin-entry"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const fault = missingFrom(token, pin);
        setMissing(fault);
        if (fault === null) {
          setPin('');
          props.onPin(pin);
        }
      }}
    >
      <PinField
        label={texts.pin.label(token.name)}
        token={token}
        value={pin}
        error={missing ?? props.error}
        focused
        onChange={(typed) => {
          setPin(typed);
          setMissing(null);
          props.onTyped();
        }}
      />
      <Button wide submit busy={props.busy}>
        {props.action}
      </Button>
      {props.children}
    </form>
  );
}

/** Why this cannot be the token's PIN, whatever it is; null where only the server can tell. */
export function missingFrom(token: ServerToken, typed: string): string | null {
  const rule = pinOf(token);
  if (typed === '') {
    return texts.errors.pin_required;
  }
  return rule.kind !== 'NONE' && normalisedPin(typed).length < rule.minimum
    ? texts.pin.length(rule.minimum, rule.maximum, rule.characters === 'ALNUM')
    : null;
}

/** A field for a PIN of this token. */
export function PinField(props: {
  readonly label: string;
  readonly token: ServerToken;
  readonly value: string;
  readonly error: string | null;
  readonly focused?: boolean;
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
      {...(digits ? { keyboard: 'digits' as const } : {})}
      onChange={props.onChange}
    />
  );
}
