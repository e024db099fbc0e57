import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { utf8 } from '../core/bytes.ts';
import type { DeviceDescription } from '../core/enrollment.ts';
import { type LoggedEvent, eventLine } from '../core/event-log.ts';
import { zipOf } from '../core/zip.ts';
import type { Clock } from '../platform/clock.ts';
import { shareFile } from '../platform/share.ts';
import type { Records } from '../records/records.ts';
import { texts } from '../texts/index.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/parts.tsx';
import { useStored } from '../ui/reading.ts';
import { Page } from './page.tsx';

interface LogNeeds {
  readonly records: Records;
  readonly clock: Clock;
  readonly origin: string;
  readonly device: DeviceDescription;
}

/** What happened in this app, for its owner and for whoever helps them. */
export function LogScreen({ needs }: { readonly needs: LogNeeds }): JSX.Element {
  const { records } = needs;
  const changes = useStored(records.changes);
  const [events, setEvents] = useState<readonly LoggedEvent[] | null>(null);
  const [outcome, setOutcome] = useState<'shared' | 'downloaded' | 'cancelled' | null>(null);
  const [clearing, setClearing] = useState(false);
  useEffect(() => {
    void records.events().then(setEvents, () => {
      setEvents([]);
    });
  }, [changes]);
  const share = (): void => {
    void shareFile(logFile(needs, events ?? [])).then(setOutcome);
  };
  return (
    <Page back="#settings" title={texts.log.title}>
      <section class="card section">
        <p>{texts.log.body}</p>
        <div class="log-actions">
          <Button icon="share" disabled={events?.length === 0} onPress={share}>
            {texts.log.share}
          </Button>
          <Button
            kind="secondary"
            disabled={events?.length === 0}
            onPress={() => {
              setClearing(true);
            }}
          >
            {texts.log.clear}
          </Button>
        </div>
        <p class="quiet small" role="status">
          {outcome === null ? '' : texts.log.outcomes[outcome]}
        </p>
      </section>
      {events === null ? null : events.length === 0 ? (
        <p class="empty quiet">{texts.log.empty}</p>
      ) : (
        <ul class="card rows log">
          {events.map((event, index) => (
            <li key={events.length - index} class="row">
              <div class="row-words">
                <p class="row-title">{texts.log.kinds[event.kind]}</p>
                <p class="quiet small figures">{texts.moment(event.at)}</p>
                <p class="quiet small log-codes">
                  {[event.kind, event.serial, event.request, event.outcome].filter(Boolean).join(' · ')}
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
      {clearing && (
        <Dialog
          title={texts.log.clearTitle}
          onClose={() => {
            setClearing(false);
          }}
        >
          <p>{texts.log.clearBody}</p>
          <Button
            wide
            kind="danger"
            onPress={() => {
              setClearing(false);
              void records.clearEvents();
            }}
          >
            {texts.log.clear}
          </Button>
          <Button
            wide
            kind="secondary"
            onPress={() => {
              setClearing(false);
            }}
          >
            {texts.cancel}
          </Button>
        </Dialog>
      )}
    </Page>
  );
}

/** The log as a file: plain text in an archive, which mail programs take without looking into it. */
function logFile({ clock, origin, device }: LogNeeds, events: readonly LoggedEvent[]): File {
  const now = clock.now();
  const day = new Date(now * 1000).toISOString();
  const head = [device.app, `server ${origin}`, `${device.os}, ${device.deviceType}`, `written ${day}`, ''];
  const text = [...head, ...[...events].reverse().map(eventLine), ''].join('\n');
  const archive = zipOf([{ name: 'countersign-log.txt', content: utf8(text) }], now);
  return new File([archive], `countersign-log-${day.slice(0, 10)}.zip`, { type: 'application/zip' });
}
