import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type ErrorCode, codeOf } from '../core/errors.ts';
import { parseSuite } from '../core/ocra.ts';
import { stepAt } from '../core/passcode.ts';
import { type Policy, parsePolicy } from '../core/policy-string.ts';
import type { Clock } from '../platform/clock.ts';
import type { Pins } from '../pin/pins.ts';
import { texts } from '../texts/index.ts';
import { Button, IconLink } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Avatar } from '../ui/parts.tsx';
import { useSeconds } from '../ui/reading.ts';
import { Ring } from '../ui/ring.tsx';
import { type Token, issuerOf } from '../vault/token.ts';
import type { TimedPasscode, Vault } from '../vault/vault.ts';
import { ChallengeCode } from './challenge-code.tsx';
import { CopyButton, Row } from './passcode-row.tsx';
import { PinGuard } from './pin-guard.tsx';

interface CardProps {
  readonly token: Token;
  readonly vault: Vault;
  readonly pins: Pins;
  readonly clock: Clock;
}

/** A token with its passcode. */
export function TokenCard(props: CardProps): JSX.Element {
  const { token } = props;
  return (
    <li class="card token-card">
      <div class="token-head">
        <Avatar name={issuerOf(token) ?? token.name} />
        <div class="token-words">
          <h2>{token.name}</h2>
          {issuerOf(token) !== null && <p class="quiet small">{issuerOf(token)}</p>}
          <p class="quiet small">{token.account}</p>
          {token.origin === 'third-party' && <p class="quiet small">{texts.tokens.thirdParty}</p>}
        </div>
        <IconLink
          icon="settings"
          name={texts.tokens.details(token.name)}
          href={`#token/${encodeURIComponent(token.serial)}`}
        />
      </div>
      <Body {...props} />
    </li>
  );
}

function Body(props: CardProps): JSX.Element {
  const { token } = props;
  if (token.origin === 'server' && token.inactive) {
    return (
      <p class="token-note">
        <Icon name="warning" />
        <span>{token.lockedByPin ? texts.errors.token_locked : texts.tokens.inactive}</span>
      </p>
    );
  }
  if (token.origin === 'server' && token.state === 'claimed') {
    return (
      <a class="button button-secondary button-wide" href={`#finish/${encodeURIComponent(token.serial)}`}>
        {texts.tokens.finish}
      </a>
    );
  }
  const policy = parsePolicy(token.policy);
  if (token.origin === 'server' && policy.pin.kind === 'TOKEN') {
    return (
      <PinGuard token={token} vault={props.vault} pins={props.pins}>
        <Code {...props} policy={policy} />
      </PinGuard>
    );
  }
  return <Code {...props} policy={policy} />;
}

function Code({ policy, ...props }: CardProps & { readonly policy: Policy }): JSX.Element {
  const suite = policy.suite === null ? null : parseSuite(policy.suite);
  if (suite !== null) {
    return <ChallengeCode token={props.token} vault={props.vault} suite={suite} />;
  }
  return policy.stepSeconds === null ? (
    <EventCode {...props} />
  ) : (
    <TimedCode {...props} stepSeconds={policy.stepSeconds} />
  );
}

function TimedCode(props: CardProps & { readonly stepSeconds: number }): JSX.Element {
  const { token, vault, clock, stepSeconds } = props;
  const now = useSeconds(clock);
  const step = stepAt(now, stepSeconds);
  const [shown, setShown] = useState<TimedPasscode | null>(null);
  const [error, setError] = useState<ErrorCode | null>(null);
  useEffect(() => {
    let current = true;
    vault
      .timedPasscode(token.serial)
      .then((passcode) => {
        if (current) {
          setShown(passcode);
        }
      })
      .catch((thrown: unknown) => {
        setError(codeOf(thrown));
      });
    return () => {
      current = false;
    };
  }, [step, token.spentStep]);
  if (error !== null) {
    return <p class="token-note">{texts.errors[error]}</p>;
  }
  // The passcode of a step that is over is never shown, not even while the next one is being computed.
  if (shown === null || (shown.kind === 'passcode' && shown.step !== step)) {
    return <div class="token-code token-code-empty" />;
  }
  if (shown.kind === 'spent') {
    const left = Math.ceil(((token.spentStep ?? step) + 1) * stepSeconds - now);
    return (
      <div class="token-code">
        <p class="code token-spent">
          {texts.tokens.spent} <span>{texts.tokens.spentNext(left)}</span>
        </p>
        <Ring left={left} of={stepSeconds} words={texts.tokens.left(left)} />
      </div>
    );
  }
  const left = Math.ceil((step + 1) * stepSeconds - now);
  return (
    <>
      <Row token={token} passcode={shown.passcode}>
        <Ring left={left} of={stepSeconds} words={texts.tokens.left(left)} />
      </Row>
      <CopyButton token={token} passcode={shown.passcode} />
    </>
  );
}

function EventCode({ token, vault }: CardProps): JSX.Element {
  const [passcode, setPasscode] = useState<string | null>(null);
  const [error, setError] = useState<ErrorCode | null>(null);
  const next = (): void => {
    vault
      .nextPasscode(token.serial)
      .then(setPasscode)
      .catch((thrown: unknown) => {
        setError(codeOf(thrown));
      });
  };
  if (error !== null) {
    return <p class="token-note">{texts.errors[error]}</p>;
  }
  return (
    <>
      <div aria-live="polite">
        {passcode === null ? (
          <div class="token-code">
            <p class="code token-hidden" aria-hidden="true">
              ••• •••
            </p>
          </div>
        ) : (
          <Row token={token} passcode={passcode}>
            <span class="quiet small until-used">{texts.tokens.untilUsed}</span>
          </Row>
        )}
      </div>
      <div class="token-actions">
        <Button kind={passcode === null ? 'primary' : 'secondary'} wide onPress={next}>
          {texts.tokens.nextPasscode}
        </Button>
        {passcode !== null && <CopyButton token={token} passcode={passcode} />}
      </div>
    </>
  );
}
