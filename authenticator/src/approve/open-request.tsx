import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { displayText } from '../core/push-request.ts';
import type { Clock } from '../platform/clock.ts';
import { texts } from '../texts/index.ts';
import { placeWords } from '../texts/place-words.ts';
import { Button, IconLink } from '../ui/button.tsx';
import type { IconName } from '../ui/icon.tsx';
import { NumberEntry } from '../ui/keypad.tsx';
import { Avatar, Facts, Fault, Notice, ScreenTitle } from '../ui/parts.tsx';
import { useSeconds } from '../ui/reading.ts';
import { Ring } from '../ui/ring.tsx';
import type { GenuineRequest } from '../vault/genuine-request.ts';
import type { Trouble } from './trouble.ts';

/** A request that appears under a finger on its way down must not be answered by it. */
const GUARD_MILLISECONDS = 600;

interface OpenProps {
  readonly request: GenuineRequest;
  readonly tokenName: string;
  /** All that wait, the newest first; this one may have left them. */
  readonly waiting: readonly GenuineRequest[];
  readonly clock: Clock;
  readonly clockOffset: number;
  readonly busy: boolean;
  /** Whether the app can verify its user where the request wants it. */
  readonly verifiable: boolean;
  readonly trouble: Trouble | null;
  readonly onExpired: () => void;
  readonly onApprove: (number: string | null) => void;
  readonly onDeny: () => void;
}

/** Is this you? Who asks, from where, and the two answers. */
export function OpenRequest(props: OpenProps): JSX.Element {
  const { request, clock, busy, verifiable } = props;
  const serverNow = useSeconds(clock) + props.clockOffset;
  const left = Math.max(0, Math.ceil(request.expiresAt - serverNow));
  const [number, setNumber] = useState('');
  const [guarded, setGuarded] = useState(true);
  useEffect(
    () =>
      clock.after(GUARD_MILLISECONDS, () => {
        setGuarded(false);
      }),
    [],
  );
  useEffect(() => {
    if (left === 0) {
      props.onExpired();
    }
  }, [left]);
  const complete = number.length === request.numberDigits;
  return (
    <main class="request">
      <div class="request-panel">
        <div class="request-head">
          <IconLink icon="back" name={texts.back} href="#" />
          <ScreenTitle>{texts.request.title}</ScreenTitle>
          <Neighbours request={request} waiting={props.waiting} />
        </div>
        <div class={request.numberDigits > 0 ? 'request-body request-numbered' : 'request-body'}>
          <Context {...props} ago={Math.max(0, Math.floor(serverNow - request.issuedAt))} left={left} />
          <div class="request-answer">
            {!verifiable && (
              <Notice tone="look" icon="info">
                {texts.request.cannotVerify}
              </Notice>
            )}
            {request.numberDigits > 0 && verifiable && (
              <NumberEntry
                label={texts.request.number}
                hint={texts.request.numberHint(request.numberDigits)}
                digits={request.numberDigits}
                value={number}
                onChange={setNumber}
                eraseName={texts.request.erase}
              />
            )}
            <Fault tone="look">{props.trouble && props.trouble.words}</Fault>
          </div>
        </div>
        <div class="request-actions">
          <Button large kind="danger-quiet" disabled={guarded || busy} onPress={props.onDeny}>
            {texts.request.deny}
          </Button>
          <Button
            large
            busy={busy}
            disabled={guarded || !complete || !verifiable}
            onPress={() => {
              props.onApprove(request.numberDigits > 0 ? number : null);
            }}
          >
            {texts.request.approve}
          </Button>
        </div>
      </div>
    </main>
  );
}

/** Which of several requests this is, and the ways to the newer and the older one. */
function Neighbours(props: {
  readonly request: GenuineRequest;
  readonly waiting: readonly GenuineRequest[];
}): JSX.Element | null {
  const at = props.waiting.findIndex(({ id }) => id === props.request.id);
  if (at < 0 || props.waiting.length < 2) {
    return null;
  }
  const way = (icon: IconName, name: string, to: GenuineRequest | undefined): JSX.Element =>
    to === undefined ? (
      <span class="button button-icon" />
    ) : (
      <IconLink icon={icon} name={name} href={`#request/${to.id}`} />
    );
  return (
    <nav class="request-neighbours" aria-label={texts.request.waiting}>
      {way('up', texts.request.previous, props.waiting[at - 1])}
      <span class="figures small">{texts.request.position(at + 1, props.waiting.length)}</span>
      {way('down', texts.request.next, props.waiting[at + 1])}
    </nav>
  );
}

function Context(props: OpenProps & { readonly ago: number; readonly left: number }): JSX.Element {
  const { request, left } = props;
  const application = displayText(request.application) ?? texts.unknown;
  const organisation = displayText(request.organisation);
  const account = displayText(request.account) ?? texts.unknown;
  const words = texts.request.left(left);
  return (
    <div class="request-context">
      <div class="request-who">
        <Avatar large name={application} />
        <div class="token-words">
          <h2>{application}</h2>
          <p>{account}</p>
          <p class="quiet small">{organisation ?? ''}</p>
        </div>
        <Ring left={left} of={Math.max(1, request.expiresAt - request.issuedAt)} words={words} />
      </div>
      <Facts
        facts={[
          [texts.request.place, placeWords(request.place)],
          [texts.request.ip, <span class="figures">{displayText(request.ip) ?? texts.request.ipUnknown}</span>],
          [texts.request.device, deviceOf(request)],
          [texts.request.time, texts.request.ago(props.ago)],
          [texts.request.timeLeft, <span aria-hidden="true">{texts.request.seconds(left)}</span>],
          [texts.request.token, props.tokenName],
        ]}
      />
    </div>
  );
}

function deviceOf(request: GenuineRequest): string {
  const browser = displayText(request.browser);
  const os = displayText(request.os);
  return browser !== null && os !== null
    ? texts.request.on(browser, os)
    : (browser ?? os ?? texts.request.deviceUnknown);
}
