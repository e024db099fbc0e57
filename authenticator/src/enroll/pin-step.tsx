import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { PinRule } from '../core/policy-string.ts';
import { ChoosePin, NO_PIN_YET, chosenPin } from '../pin/choose-pin.tsx';
import { texts } from '../texts/index.ts';
import { Button } from '../ui/button.tsx';
import { Fault, ScreenTitle } from '../ui/parts.tsx';
import { Stage } from '../ui/stage.tsx';
import { Form, Head } from './steps.tsx';

/** Step 2, where the policy asks for a PIN: what it is for, what it may be, and the PIN twice. */
export function PinStep(props: {
  readonly rule: PinRule;
  /** What the server had against the one before. */
  readonly error?: string | null;
  readonly onNext: (pin: string) => void;
}): JSX.Element {
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
        <Fault tone="look">{props.error}</Fault>
        <ChoosePin rule={rule} value={pin} onChange={setPin} />
      </Stage>
    </Form>
  );
}
