import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { PinRule } from '../core/policy-string.ts';
import { ChoosePin, NO_PIN_YET, chosenPin } from '../pin/choose-pin.tsx';
import { PinField } from '../pin/pin-entry.tsx';
import { pinOf } from '../pin/pins.ts';
import { texts } from '../texts/index.ts';
import { Button } from '../ui/button.tsx';
import { ScreenTitle } from '../ui/parts.tsx';
import { Stage } from '../ui/stage.tsx';
import type { ServerToken } from '../vault/token.ts';
import { Form, Head } from './steps.tsx';

/** Step 2, where the policy asks for a PIN: what it is for, what it may be, and the PIN twice. */
export function PinStep(props: { readonly rule: PinRule; readonly onNext: (pin: string) => void }): JSX.Element {
  const { rule } = props;
  const [pin, setPin] = useState(NO_PIN_YET);
  return (
    <Form
      onSubmit={() => {
        const chosen = chosenPin(rule, pin);
        setPin({ ...pin, tried: true });
        if (chosen !== null) {
          props.onNext(chosen);
        }
      }}
    >
      <Stage
        head={<Head step={2} back />}
        actions={
          <Button large wide submit>
            {texts.enroll.next}
          </Button>
        }
      >
        <ScreenTitle>{texts.pin.chooseTitle}</ScreenTitle>
        {rule.kind !== 'NONE' && <p class="quiet">{texts.pin.chooseBody[rule.kind]}</p>}
        <ChoosePin rule={rule} value={pin} onChange={setPin} />
      </Stage>
    </Form>
  );
}

/** The PIN again, for a token that is stored but not active yet: a server PIN is chosen anew, nobody has it. */
export function PinAgainStep(props: {
  readonly token: ServerToken;
  readonly onNext: (pin: string) => void;
}): JSX.Element {
  const { token } = props;
  const rule = pinOf(token);
  const [pin, setPin] = useState('');
  const [error, setError] = useState<string | null>(null);
  if (rule.kind === 'SERVER') {
    return <PinStep rule={rule} onNext={props.onNext} />;
  }
  return (
    <Form
      onSubmit={() => {
        if (pin === '') {
          setError(texts.errors.pin_required);
        } else {
          props.onNext(pin);
        }
      }}
    >
      <Stage
        head={<Head step={3} back />}
        actions={
          <Button large wide submit>
            {texts.enroll.finish}
          </Button>
        }
      >
        <ScreenTitle>{texts.pin.againTitle}</ScreenTitle>
        <p class="quiet">{texts.pin.againBody}</p>
        <PinField
          label={texts.pin.label(token.name)}
          token={token}
          value={pin}
          error={error}
          onChange={(typed) => {
            setPin(typed);
            setError(null);
          }}
        />
      </Stage>
    </Form>
  );
}
