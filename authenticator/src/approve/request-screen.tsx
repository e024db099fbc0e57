import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type AppError, type ErrorCode, codeOf } from '../core/errors.ts';
import { type Pins, pinOf } from '../pin/pins.ts';
import type { Ended } from '../core/request-history.ts';
import type { Clock } from '../platform/clock.ts';
import { texts } from '../texts/index.ts';
import { useStored } from '../ui/reading.ts';
import type { GenuineRequest } from '../vault/genuine-request.ts';
import type { ServerToken } from '../vault/token.ts';
import { OpenRequest } from './open-request.tsx';
import { PinScreen } from './pin-screen.tsx';
import type { Requests } from './requests.ts';
import { LookingFor } from './looking-for.tsx';
import { ResultScreen, type Result } from './result-screen.tsx';
import { WhyScreen } from './why-screen.tsx';
import type { Trouble } from './trouble.ts';

/** One push request, from the question to its end. */
export function RequestScreen(props: {
  readonly requests: Requests;
  readonly id: string;
  readonly token: (serial: string) => ServerToken | undefined;
  readonly pins: Pins;
  readonly clock: Clock;
}): JSX.Element {
  const { requests, clock } = props;
  const waiting = useStored(requests.waiting);
  const known = useRef<GenuineRequest | null>(null);
  const [asksWhy, setAsksWhy] = useState(false);
  // The number as typed, while the PIN is asked for; none: it is not.
  const [number, setNumber] = useState<{ readonly typed: string | null } | null>(null);
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<Result | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  // Whether the server was asked for a request that was not known here.
  const [looked, setLooked] = useState(false);
  const open = waiting.requests.find(({ id }) => id === props.id);
  known.current = open ?? known.current;
  const request = known.current;

  useEffect(() => {
    if (request !== null) {
      void requests.opened(request);
    }
  }, [request?.id]);

  const answer = (act: () => ReturnType<Requests['deny']>, cancelled: boolean): void => {
    setBusy(true);
    setTrouble(null);
    act()
      .then((answered) => {
        if (answered.kind === 'wait') {
          setTrouble({ words: texts.request.wait(answered.seconds) });
        } else {
          setResult(resultOf(answered.state, cancelled));
        }
      })
      .catch((thrown: unknown) => {
        const code = codeOf(thrown);
        const ended = resultOfCode(code);
        if (code === 'pin_wrong') {
          setTrouble({ words: texts.pin.wrongForNow((thrown as AppError).left ?? 0) });
          return;
        }
        if (ended === null) {
          setTrouble({ words: `${texts.request.unanswered}. ${texts.errors[code]}` });
        } else {
          setResult(ended);
        }
      })
      .finally(() => {
        setBusy(false);
      });
  };

  const ended = waiting.endings.get(props.id);
  if (request === null && ended === undefined && !looked) {
    return (
      <LookingFor
        requests={requests}
        onFound={() => {
          setLooked(true);
        }}
      />
    );
  }
  const shown = result ?? (busy || open !== undefined ? null : resultOfEnd(ended));
  if (request === null || shown !== null) {
    const next = waiting.requests.find(({ id }) => id !== props.id);
    return (
      <ResultScreen
        result={shown ?? 'gone'}
        how={ended?.end ?? null}
        application={request?.application ?? ''}
        next={next?.id ?? null}
      />
    );
  }
  if (asksWhy) {
    return (
      <WhyScreen
        busy={busy}
        trouble={trouble}
        onReason={(reason) => {
          answer(() => requests.deny(request, reason), reason === 'cancelled');
        }}
        onBack={() => {
          setAsksWhy(false);
        }}
      />
    );
  }
  const token = props.token(request.serial);
  if (number !== null && token !== undefined) {
    return (
      <PinScreen
        request={request}
        token={token}
        pins={props.pins}
        busy={busy}
        trouble={trouble}
        onPin={(pin) => {
          answer(
            () =>
              requests.approve(request, number.typed, pin).finally(() => {
                props.pins.close(request.serial);
              }),
            false,
          );
        }}
        onTyped={() => {
          setTrouble(null);
        }}
        onLocked={() => {
          setResult('locked');
        }}
        onBack={() => {
          setNumber(null);
          setTrouble(null);
        }}
      />
    );
  }
  return (
    <OpenRequest
      key={request.id}
      request={request}
      tokenName={token?.name ?? texts.unknown}
      waiting={waiting.requests}
      clock={clock}
      clockOffset={waiting.clockOffset}
      busy={busy}
      verifiable={!request.verifyUser || (token !== undefined && pinOf(token).kind === 'TOKEN')}
      trouble={trouble}
      onExpired={() => {
        requests.expire();
      }}
      onApprove={(typed) => {
        if (token === undefined || pinOf(token).kind === 'NONE') {
          answer(() => requests.approve(request, typed), false);
        } else {
          setTrouble(null);
          setNumber({ typed });
        }
      }}
      onDeny={() => {
        setTrouble(null);
        setAsksWhy(true);
      }}
    />
  );
}

function resultOf(state: 'APPROVED' | 'DENIED' | 'REPORTED', cancelled: boolean): Result {
  switch (state) {
    case 'APPROVED':
      return 'approved';
    case 'DENIED':
      return cancelled ? 'cancelled' : 'reported';
    case 'REPORTED':
      return 'reported';
  }
}

/** The end that an error means for this request; null where trying again may help. */
function resultOfCode(code: ErrorCode): Result | null {
  switch (code) {
    case 'request_expired':
      return 'expired';
    case 'request_superseded':
      return 'superseded';
    case 'request_answered':
      return 'answered';
    case 'number_wrong':
      return 'numberWrong';
    case 'request_unknown':
      return 'gone';
    case 'token_locked':
      return 'locked';
    default:
      return null;
  }
}

/** What an end means that no answer of this screen made: another tab or a notification of this device may have made it. */
function resultOfEnd(ended: Ended | undefined): Result {
  switch (ended?.end) {
    case 'EXPIRED':
      return 'expired';
    case 'SUPERSEDED':
      return 'superseded';
    case 'NUMBER_WRONG':
      return 'numberWrong';
    case 'APPROVED':
      return ended.here ? 'approved' : 'elsewhere';
    case 'DENIED':
      return ended.here ? 'cancelled' : 'elsewhere';
    case 'REPORTED':
      return ended.here ? 'reported' : 'elsewhere';
    case undefined:
      return 'gone';
  }
}
