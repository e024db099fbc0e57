import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type ErrorCode, codeOf } from '../core/errors.ts';
import { type OcraSuite, groupedChallenge, readChallenge } from '../core/ocra.ts';
import { texts } from '../texts/index.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import type { Token } from '../vault/token.ts';
import type { Vault } from '../vault/vault.ts';
import { CopyButton, Row } from './passcode-row.tsx';

interface Answered {
  readonly challenge: string;
  readonly response: string;
}

/** A challenge-response token: the challenge goes in, the response comes out. */
export function ChallengeCode(props: {
  readonly token: Token;
  readonly vault: Vault;
  readonly suite: OcraSuite;
}): JSX.Element {
  const { token, vault, suite } = props;
  const [typed, setTyped] = useState('');
  const [answered, setAnswered] = useState<Answered | null>(null);
  const [unfit, setUnfit] = useState(false);
  const [error, setError] = useState<ErrorCode | null>(null);
  const part = useRef<HTMLDivElement>(null);
  const moved = useRef(false);
  useLayoutEffect(() => {
    // What was pressed is gone: the focus goes to what comes next.
    if (moved.current) {
      part.current?.querySelector<HTMLElement>('input, button')?.focus();
    }
  }, [answered]);
  const answer = (): void => {
    const challenge = readChallenge(suite, typed);
    if (challenge === null) {
      setUnfit(true);
      return;
    }
    vault
      .response(token.serial, challenge)
      .then((response) => {
        moved.current = true;
        setAnswered({ challenge, response });
      })
      .catch((thrown: unknown) => {
        setError(codeOf(thrown));
      });
  };
  if (error !== null) {
    return <p class="token-note">{texts.errors[error]}</p>;
  }
  return (
    <div class="challenge" ref={part}>
      <div aria-live="polite">
        {answered !== null && (
          <Row token={token} passcode={answered.response} what={texts.challenge.responseOf(token.name)}>
            <span class="quiet small until-used">{texts.challenge.onlyFor(groupedChallenge(answered.challenge))}</span>
          </Row>
        )}
      </div>
      {answered === null ? (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            answer();
          }}
        >
          <Field
            label={texts.challenge.label}
            hint={texts.challenge.forms[suite.question](suite.questionLength)}
            value={typed}
            keyboard={suite.question === 'N' ? 'digits' : 'capitals'}
            error={unfit ? texts.challenge.unfit : null}
            onChange={(value) => {
              setTyped(value);
              setUnfit(false);
            }}
          />
          <Button submit wide>
            {texts.challenge.answer}
            <span class="only-heard"> {texts.challenge.of(token.name)}</span>
          </Button>
        </form>
      ) : (
        <div class="token-actions">
          <Button
            kind="secondary"
            wide
            onPress={() => {
              moved.current = true;
              setTyped('');
              setAnswered(null);
            }}
          >
            {texts.challenge.again}
            <span class="only-heard"> {texts.challenge.of(token.name)}</span>
          </Button>
          <CopyButton token={token} passcode={answered.response} what={texts.challenge.responseOf(token.name)} />
        </div>
      )}
    </div>
  );
}
