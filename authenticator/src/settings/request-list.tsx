import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { displayText } from '../core/push-request.ts';
import type { RequestRecord } from '../core/request-history.ts';
import type { Clock } from '../platform/clock.ts';
import type { Records } from '../records/records.ts';
import { texts } from '../texts/index.ts';
import { placeWords } from '../texts/place-words.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { useStored } from '../ui/reading.ts';

/** A token's last push requests, and what became of each. */
export function RequestList(props: {
  readonly records: Records;
  readonly serial: string;
  readonly clock: Clock;
}): JSX.Element {
  const { records, serial } = props;
  const changes = useStored(records.changes);
  const [requests, setRequests] = useState<readonly RequestRecord[] | null>(null);
  useEffect(() => {
    let current = true;
    records
      .requestsOf(serial)
      .catch(() => [])
      .then((found) => {
        if (current) {
          setRequests(found);
        }
      });
    return () => {
      current = false;
    };
  }, [changes, serial]);
  return (
    <section class="card section">
      <h2>{texts.token.requests}</h2>
      {requests === null ? null : requests.length === 0 ? (
        <p class="quiet">{texts.token.requestsEmpty}</p>
      ) : (
        <>
          <p class="quiet small">{texts.token.requestsHint}</p>
          <ul class="rows">
            {requests.map((request) => (
              <Row key={request.id} request={request} now={props.clock.now()} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Row({ request, now }: { readonly request: RequestRecord; readonly now: number }): JSX.Element {
  const [icon, tone] = SIGNS[request.end ?? 'none'];
  return (
    <li class="row">
      <span class={`row-sign row-${tone}`}>
        <Icon name={icon} />
      </span>
      <div class="row-words">
        <p class="row-title">{displayText(request.application) ?? texts.unknown}</p>
        <p class="small">{endOf(request, now)}</p>
        <p class="quiet small">
          {placeWords(request.place)} · {texts.moment(request.askedAt)}
        </p>
      </div>
    </li>
  );
}

const SIGNS: Record<NonNullable<RequestRecord['end']> | 'none', readonly [IconName, 'good' | 'bad' | 'calm']> = {
  APPROVED: ['check', 'good'],
  DENIED: ['cross', 'calm'],
  REPORTED: ['shield', 'bad'],
  NUMBER_WRONG: ['cross', 'bad'],
  EXPIRED: ['clock', 'calm'],
  SUPERSEDED: ['refresh', 'calm'],
  none: ['clock', 'calm'],
};

function endOf({ end, here, expiresAt }: RequestRecord, now: number): string {
  if (end === null) {
    return expiresAt > now ? texts.token.ends.waiting : texts.token.ends.unknown;
  }
  const words = texts.token.ends[end];
  return !here && (end === 'APPROVED' || end === 'DENIED' || end === 'REPORTED') ? texts.token.elsewhere(words) : words;
}
