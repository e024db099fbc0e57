import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type ErrorCode, codeOf } from '../core/errors.ts';
import { displayText } from '../core/push-request.ts';
import { texts } from '../texts/index.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/parts.tsx';
import { useStored } from '../ui/reading.ts';
import type { GenuineRequest } from '../vault/genuine-request.ts';
import type { Requests } from './requests.ts';
import type { Waiting } from './waiting.ts';

/** How many requests wait, and the way to the newest; or the way to look for some. */
export function PendingBar({ requests }: { readonly requests: Requests }): JSX.Element {
  const waiting = useStored(requests.waiting);
  if (waiting.requests.length > 0) {
    return (
      <div role="status">
        <Waits requests={waiting.requests} />
      </div>
    );
  }
  return <Quiet requests={requests} connection={waiting.connection} failure={waiting.failure} />;
}

/** The same above a page that is about something else: nothing while none waits. */
export function WaitingBar({ requests }: { readonly requests: Requests }): JSX.Element {
  const waiting = useStored(requests.waiting);
  return (
    <div class="waiting" role="status">
      <Waits requests={waiting.requests} />
    </div>
  );
}

function Waits(props: { readonly requests: readonly GenuineRequest[] }): JSX.Element | null {
  const [newest] = props.requests;
  if (newest === undefined) {
    return null;
  }
  return (
    <a class="pending" href={`#request/${newest.id}`}>
      <span class="pending-count figures" aria-hidden="true">
        {props.requests.length}
      </span>
      <span class="pending-words">
        <strong>{texts.pending.waiting(props.requests.length)}</strong>
        <span>{texts.pending.newest(displayText(newest.application) ?? texts.unknown)}</span>
      </span>
      <Icon name="next" />
    </a>
  );
}

function Quiet(props: {
  readonly requests: Requests;
  readonly connection: Waiting['connection'];
  readonly failure: ErrorCode | null;
}): JSX.Element {
  const [state, setState] = useState<'rest' | 'checking' | 'none' | ErrorCode>('rest');
  const check = (): void => {
    setState('checking');
    props.requests
      .check()
      .then(() => {
        setState('none');
      })
      .catch((thrown: unknown) => {
        setState(codeOf(thrown));
      });
  };
  const failed = state !== 'rest' && state !== 'checking' && state !== 'none';
  const offline = props.connection === 'offline';
  const skewed = props.failure === 'clock_skew';
  return (
    <div class="pending-quiet">
      {(offline || failed || skewed) && (
        <Notice tone="look" icon={skewed ? 'clock' : 'offline'}>
          <p>
            {skewed
              ? texts.errors.clock_skew
              : failed && state !== 'offline'
                ? texts.errors[state]
                : texts.pending.offline}
          </p>
        </Notice>
      )}
      <div class="pending-check">
        <p class="quiet small" role="status">
          {state === 'none'
            ? texts.pending.none
            : props.connection === 'connected' && !failed
              ? texts.pending.connected
              : ''}
        </p>
        <Button kind="plain" icon="refresh" busy={state === 'checking'} onPress={check}>
          {texts.pending.check}
        </Button>
      </div>
    </div>
  );
}
