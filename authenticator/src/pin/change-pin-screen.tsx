import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { codeOf } from '../core/errors.ts';
import { texts } from '../texts/index.ts';
import { Button, IconLink } from '../ui/button.tsx';
import { ScreenTitle, Sign } from '../ui/parts.tsx';
import { Stage } from '../ui/stage.tsx';
import type { ServerToken } from '../vault/token.ts';
import { ChoosePin, NO_PIN_YET, chosenPin } from './choose-pin.tsx';
import { PinField, missingFrom } from './pin-form.tsx';
import { type Pins, pinOf } from './pins.ts';

/** The PIN of a token: current, new, new again. */
export function ChangePinScreen(props: { readonly token: ServerToken; readonly pins: Pins }): JSX.Element {
  const { token, pins } = props;
  const rule = pinOf(token);
  const back = `#token/${encodeURIComponent(token.serial)}`;
  const [hadBiometric] = useState(token.biometric === true);
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState(NO_PIN_YET);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [ended, setEnded] = useState<'changed' | 'locked' | null>(null);
  const change = (): void => {
    const chosen = chosenPin(rule, next);
    setNext({ ...next, tried: true });
    const missing = missingFrom(token, current);
    setError(missing);
    if (chosen === null || missing !== null) {
      return;
    }
    setBusy(true);
    setError(null);
    pins
      .change(token, current, chosen)
      .then((answer) => {
        if (answer.kind === 'wrong') {
          setError((rule.kind === 'SERVER' ? texts.pin.wrongForNow : texts.pin.wrong)(answer.left));
        } else {
          setEnded(answer.kind === 'locked' ? 'locked' : 'changed');
        }
      })
      .catch((thrown: unknown) => {
        setError(texts.errors[codeOf(thrown)]);
      })
      .finally(() => {
        setBusy(false);
      });
  };
  if (ended !== null) {
    return (
      <Stage
        centred
        actions={
          <a class="button button-primary button-large button-wide" href={back}>
            {texts.done}
          </a>
        }
      >
        <Sign tone={ended === 'changed' ? 'good' : 'bad'} icon={ended === 'changed' ? 'check' : 'warning'} />
        <ScreenTitle>{ended === 'changed' ? texts.pin.changed : texts.pin.lockedTitle}</ScreenTitle>
        <p class="quiet lead">
          {ended === 'changed'
            ? texts.pin.changedBodies[rule.kind === 'SERVER' ? 'SERVER' : hadBiometric ? 'BIOMETRIC' : 'TOKEN']
            : texts.errors.token_locked}
        </p>
      </Stage>
    );
  }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        change();
      }}
    >
      <Stage
        head={
          <div class="page-head">
            <IconLink icon="back" name={texts.back} href={back} />
            <ScreenTitle>{texts.pin.changeTitle}</ScreenTitle>
          </div>
        }
        actions={
          <Button large wide submit busy={busy}>
            {texts.pin.change}
          </Button>
        }
      >
        <p class="quiet">{token.name}</p>
        <PinField
          label={texts.pin.current}
          token={token}
          value={current}
          error={error}
          onChange={(typed) => {
            setCurrent(typed);
            setError(null);
          }}
        />
        <ChoosePin rule={rule} value={next} onChange={setNext} />
      </Stage>
    </form>
  );
}
