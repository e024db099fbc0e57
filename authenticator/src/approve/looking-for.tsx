import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type ErrorCode, codeOf } from '../core/errors.ts';
import { texts } from '../texts/index.ts';
import { Button } from '../ui/button.tsx';
import { ScreenTitle, Sign } from '../ui/parts.tsx';
import { Stage } from '../ui/stage.tsx';
import { useStored } from '../ui/reading.ts';
import type { Requests } from './requests.ts';

/** Asks the server for a request that is not known here: its notification was faster than the app's own line. */
export function LookingFor(props: {
  readonly requests: Requests;
  /** The server has answered; whether it still knows the request stands elsewhere. */
  readonly onFound: () => void;
}): JSX.Element {
  const { requests } = props;
  const { connection } = useStored(requests.waiting);
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const look = (): void => {
    setFailure(null);
    requests
      .check()
      .then(props.onFound)
      .catch((thrown: unknown) => {
        setFailure(codeOf(thrown));
      });
  };
  useEffect(() => {
    if (connection !== 'offline') {
      look();
    }
  }, [connection === 'offline']);
  const words = failure ?? (connection === 'offline' ? 'offline' : null);
  if (words === null) {
    return (
      <Stage centred>
        <span class="spinner spinner-large" role="img" aria-label={texts.loading} />
        <ScreenTitle>{texts.request.looking}</ScreenTitle>
      </Stage>
    );
  }
  return (
    <Stage
      centred
      actions={
        <>
          <Button large wide icon="refresh" onPress={look}>
            {texts.tryAgain}
          </Button>
          <a class="button button-large button-wide button-plain" href="#">
            {texts.result.toTokens}
          </a>
        </>
      }
    >
      <Sign tone="look" icon={words === 'offline' ? 'offline' : 'warning'} />
      <ScreenTitle>{texts.request.notFetched}</ScreenTitle>
      <p class="quiet lead">{texts.errors[words]}</p>
    </Stage>
  );
}
