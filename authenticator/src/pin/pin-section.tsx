import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { codeOf } from '../core/errors.ts';
import { parsePolicy } from '../core/policy-string.ts';
import { type BiometricSupport, biometricSupport } from '../platform/biometric.ts';
import { texts } from '../texts/index.ts';
import { Dialog, Notice, Switch } from '../ui/parts.tsx';
import type { ServerToken } from '../vault/token.ts';
import { PinForm } from './pin-form.tsx';
import type { Pins } from './pins.ts';

/** A token's PIN in its settings: change it, and let a fingerprint or face stand in for it. */
export function PinSection(props: { readonly token: ServerToken; readonly pins: Pins }): JSX.Element | null {
  const { token } = props;
  const policy = parsePolicy(token.policy);
  if (policy.pin.kind === 'NONE' || token.state !== 'active') {
    return null;
  }
  return (
    <section class="card section">
      <h2>{texts.token.pins[policy.pin.kind]}</h2>
      <p class="quiet">{texts.pin.explained[policy.pin.kind]}</p>
      <a class="button button-secondary" href={`#pin/${encodeURIComponent(token.serial)}`}>
        {texts.pin.changeTitle}
      </a>
      {policy.pin.kind === 'TOKEN' && <Biometric {...props} allowed={policy.biometric} />}
    </section>
  );
}

function Biometric(props: {
  readonly token: ServerToken;
  readonly pins: Pins;
  readonly allowed: boolean;
}): JSX.Element {
  const { token, pins } = props;
  const [support, setSupport] = useState<BiometricSupport | null>(null);
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    void biometricSupport().then(setSupport);
  }, []);
  if (!props.allowed || (support !== null && support !== 'ready' && token.biometric !== true)) {
    return (
      <Notice tone="calm" icon="finger">
        {props.allowed && support !== null && support !== 'ready'
          ? texts.pin.biometricMissing[support]
          : texts.pin.biometricForbidden}
      </Notice>
    );
  }
  const settle = (act: Promise<string | null>): void => {
    setBusy(true);
    act
      .then((problem) => {
        setError(problem);
        if (problem === null) {
          setAsking(false);
        }
      })
      .catch((thrown: unknown) => {
        setError(texts.errors[codeOf(thrown)]);
      })
      .finally(() => {
        setBusy(false);
      });
  };
  const enable = async (pin: string): Promise<string | null> => {
    const answer = await pins.enableBiometric(token, pin);
    if (answer.kind === 'wrong') {
      return texts.pin.wrong(answer.left);
    }
    return answer.kind === 'right' ? null : texts.errors.token_locked;
  };
  return (
    <>
      <Switch
        label={texts.pin.biometric}
        hint={texts.pin.biometricHint}
        on={token.biometric === true}
        busy={busy || support === null}
        onChange={(on) => {
          setError(null);
          if (on) {
            setAsking(true);
          } else {
            settle(pins.disableBiometric(token).then(() => null));
          }
        }}
      />
      {asking && (
        <Dialog
          title={texts.pin.biometricTitle}
          onClose={() => {
            setAsking(false);
          }}
        >
          <p class="quiet">{texts.pin.biometricBody}</p>
          <PinForm
            token={token}
            action={texts.pin.biometricOn}
            busy={busy}
            error={error}
            onPin={(pin) => {
              settle(enable(pin));
            }}
            onTyped={() => {
              setError(null);
            }}
          />
        </Dialog>
      )}
    </>
  );
}
