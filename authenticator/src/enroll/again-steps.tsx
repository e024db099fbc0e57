import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ErrorCode } from '../core/errors.ts';
import { PinField, missingFrom } from '../pin/pin-form.tsx';
import { pinOf } from '../pin/pins.ts';
import { texts } from '../texts/index.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Avatar, ScreenTitle } from '../ui/parts.tsx';
import { Stage } from '../ui/stage.tsx';
import type { ServerToken } from '../vault/token.ts';
import { PinStep } from './pin-step.tsx';
import { Form, Head } from './steps.tsx';

interface SecretProps {
  readonly title: string;
  readonly about: ComponentChildren;
  /** What is wrong before anything is typed; null: nothing. */
  readonly error: string | null;
  /** Why what was typed cannot be it; null where only the server can tell. */
  readonly refuse: (typed: string) => string | null;
  readonly field: (value: string, error: string | null, onChange: (typed: string) => void) => JSX.Element;
  readonly onNext: (typed: string) => void;
}

/** Asks again for a secret that finishes a token which is stored but not active yet. */
function SecretStep(props: SecretProps): JSX.Element {
  const [typed, setTyped] = useState('');
  const [error, setError] = useState(props.error);
  return (
    <Form
      onSubmit={() => {
        const refused = props.refuse(typed);
        setError(refused);
        if (refused === null) {
          props.onNext(typed);
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
        <ScreenTitle>{props.title}</ScreenTitle>
        {props.about}
        {props.field(typed, error, (value) => {
          setTyped(value);
          setError(null);
        })}
      </Stage>
    </Form>
  );
}

/** The password again. */
export function PasswordStep(props: {
  readonly token: ServerToken;
  readonly code: ErrorCode;
  readonly onNext: (password: string) => void;
}): JSX.Element {
  const { organisation, account } = props.token;
  return (
    <SecretStep
      title={texts.enroll.unfinished}
      about={
        <div class="who">
          <Avatar name={organisation} />
          <div>
            <p class="who-name">{organisation}</p>
            <p class="quiet">{account}</p>
          </div>
        </div>
      }
      error={props.code === 'password_refused' ? texts.errors.password_refused : null}
      refuse={(typed) => (typed === '' ? texts.errors.password_required : null)}
      field={(value, error, onChange) => (
        <Field
          kind="password"
          autocomplete="current-password"
          label={texts.enroll.passwordLabel}
          hint={texts.enroll.passwordHint}
          value={value}
          error={error}
          onChange={onChange}
        />
      )}
      onNext={props.onNext}
    />
  );
}

/** The PIN again; a server PIN is chosen anew, nobody has it. */
export function PinAgainStep(props: {
  readonly token: ServerToken;
  /** What the server had against the one before. */
  readonly code: ErrorCode | null;
  readonly onNext: (pin: string) => void;
}): JSX.Element {
  const { token } = props;
  const rule = pinOf(token);
  if (rule.kind === 'SERVER') {
    return <PinStep rule={rule} error={props.code && texts.errors[props.code]} onNext={props.onNext} />;
  }
  return (
    <SecretStep
      title={texts.pin.againTitle}
      about={<p class="quiet">{texts.pin.againBody}</p>}
      error={props.code && texts.pin.againRefused}
      refuse={(typed) => missingFrom(token, typed)}
      field={(value, error, onChange) => (
        <PinField label={texts.pin.label(token.name)} token={token} value={value} error={error} onChange={onChange} />
      )}
      onNext={props.onNext}
    />
  );
}
