import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ErrorCode } from '../core/errors.ts';
import { grouped } from '../core/passcode.ts';
import type { PushPermission } from '../platform/push.ts';
import { texts } from '../texts/index.ts';
import { Button, IconLink } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Avatar, Notice, Progress, ScreenTitle, Sign } from '../ui/parts.tsx';
import { Stage } from '../ui/stage.tsx';
import type { Agreement } from '../vault/key-agreement.ts';
import type { ServerToken } from '../vault/token.ts';

const STEPS = 4;

/** Why requests do not reach a closed app. */
export type Unreached = Exclude<PushPermission, 'granted'> | 'unreached';

export function Head(props: { readonly step: number; readonly back?: boolean }): JSX.Element {
  return (
    <div class="stage-head">
      {props.back && <IconLink icon="cross" name={texts.cancel} href="#" />}
      <Progress step={props.step} of={STEPS} words={texts.enroll.progress(props.step, STEPS)} />
    </div>
  );
}

function Working(props: { readonly step: number; readonly title: string; readonly body: string }): JSX.Element {
  return (
    <Stage centred head={<Head step={props.step} />}>
      <span class="spinner spinner-large" aria-hidden="true" />
      <ScreenTitle>{props.title}</ScreenTitle>
      <p class="quiet">{props.body}</p>
    </Stage>
  );
}

/** Step 1: the server proves that it is the one that the activation names. */
export function Checking(): JSX.Element {
  return <Working step={1} title={texts.enroll.checking} body={texts.enroll.checkingBody} />;
}

/** Keys are made, the token claimed and activated. */
export function Adding(): JSX.Element {
  return <Working step={3} title={texts.enroll.adding} body={texts.enroll.addingBody} />;
}

/** An enrollment that does not go on: why, and what to do. */
export function Ended(props: {
  readonly code: ErrorCode;
  readonly refused: boolean;
  readonly onAgain: (() => void) | null;
  readonly onAnother: () => void;
}): JSX.Element {
  return (
    <Stage
      centred
      head={<Head step={props.refused ? 1 : 3} back />}
      actions={
        <>
          {props.onAgain && (
            <Button large wide icon="refresh" onPress={props.onAgain}>
              {texts.tryAgain}
            </Button>
          )}
          <Button large wide kind={props.onAgain ? 'plain' : 'primary'} onPress={props.onAnother}>
            {texts.enroll.other}
          </Button>
        </>
      }
    >
      <Sign tone="look" icon="warning" />
      <ScreenTitle>{props.refused ? texts.enroll.refused : texts.enroll.failed}</ScreenTitle>
      <p class="quiet">{texts.errors[props.code]}</p>
    </Stage>
  );
}

export function Form(props: { readonly onSubmit: () => void; readonly children: ComponentChildren }): JSX.Element {
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        props.onSubmit();
      }}
    >
      {props.children}
    </form>
  );
}

/** Step 2: whose token it is, the code to compare, its name, and the password where it is asked for. */
export function NameStep(props: {
  readonly agreed: Agreement;
  readonly onNext: (name: string, password: string | null) => void;
}): JSX.Element {
  const { offer, code } = props.agreed;
  const [name, setName] = useState(offer.tokenName.slice(0, 64));
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const asksPassword = offer.secondProof === 'password';
  const submit = (): void => {
    setTried(true);
    if (name.trim() !== '' && (!asksPassword || password !== '')) {
      props.onNext(name.trim(), asksPassword ? password : null);
    }
  };
  return (
    <Form onSubmit={submit}>
      <Stage
        head={<Head step={2} back />}
        actions={
          <Button large wide submit>
            {texts.enroll.next}
          </Button>
        }
      >
        <ScreenTitle>{texts.enroll.nameTitle}</ScreenTitle>
        <div class="who">
          <Avatar name={offer.organisation} />
          <div>
            <p class="who-name">{offer.organisation}</p>
            <p class="quiet">{offer.account}</p>
          </div>
        </div>
        <div class="compare">
          <p class="quiet small">{texts.enroll.code}</p>
          <p class="compare-code figures">{grouped(code)}</p>
          <p class="quiet small">{texts.enroll.codeHint}</p>
        </div>
        <Field
          label={texts.enroll.nameLabel}
          hint={texts.enroll.nameHint}
          value={name}
          maximum={64}
          error={tried && name.trim() === '' ? texts.enroll.nameMissing : null}
          onChange={setName}
        />
        {asksPassword && (
          <Field
            kind="password"
            autocomplete="current-password"
            label={texts.enroll.passwordLabel}
            hint={texts.enroll.passwordHint}
            value={password}
            error={tried && password === '' ? texts.errors.password_required : null}
            onChange={setPassword}
          />
        )}
      </Stage>
    </Form>
  );
}

/** Step 3: whether this device is asked when its owner signs in. */
export function PushStep(props: {
  readonly permission: PushPermission;
  readonly onChoose: (allowed: boolean) => void;
}): JSX.Element {
  const { permission } = props;
  return (
    <Stage
      centred
      head={<Head step={3} />}
      actions={
        <>
          <Button
            large
            wide
            onPress={() => {
              props.onChoose(true);
            }}
          >
            {texts.enroll.allow}
          </Button>
          <Button
            large
            wide
            kind="plain"
            onPress={() => {
              props.onChoose(false);
            }}
          >
            {texts.enroll.noThanks}
          </Button>
          <p class="quiet small centred-words">{texts.enroll.noThanksHint}</p>
        </>
      }
    >
      <Sign tone="accent" icon="bell" />
      <ScreenTitle>{texts.enroll.pushTitle}</ScreenTitle>
      <p class="quiet lead">{texts.enroll.pushBody}</p>
      <ul class="points">
        {texts.enroll.pushPoints.map((point) => (
          <li key={point}>
            <Icon name="shield" />
            <span>{point}</span>
          </li>
        ))}
      </ul>
      {(permission === 'home-screen' || permission === 'impossible') && (
        <Notice tone="look" icon="info">
          {texts.reach[permission]}
        </Notice>
      )}
    </Stage>
  );
}

/** Step 4: the new token. */
export function Ready(props: {
  readonly token: ServerToken;
  /** Why requests do not reach this device while the app is closed; null where they do, or nobody wants them. */
  readonly unreached: Unreached | null;
  readonly onDone: () => void;
}): JSX.Element {
  const { token } = props;
  return (
    <Stage
      centred
      head={<Head step={STEPS} />}
      actions={
        <Button large wide onPress={props.onDone}>
          {texts.enroll.toTokens}
        </Button>
      }
    >
      <Sign tone="good" icon="check" />
      <ScreenTitle>{texts.enroll.doneTitle}</ScreenTitle>
      <p class="quiet lead">{texts.enroll.doneBody(token.account, token.organisation)}</p>
      <div class="who who-card">
        <Avatar name={token.organisation} />
        <div>
          <p class="who-name">{token.name}</p>
          <p class="quiet">{token.account}</p>
        </div>
      </div>
      {props.unreached && (
        <Notice tone="look" icon="bellOff">
          {texts.reach[props.unreached]}
        </Notice>
      )}
    </Stage>
  );
}
