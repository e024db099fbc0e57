import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { appVersion } from '../platform/device.ts';
import { type LicencedPart, readLicences } from '../platform/licences.ts';
import { texts } from '../texts/index.ts';
import { Mark } from '../ui/icon.tsx';
import { Facts, Notice } from '../ui/parts.tsx';
import { Page } from './page.tsx';

/** Which version this is, whose server it belongs to, and the licences of everything in it. */
export function AboutScreen(props: { readonly origin: string }): JSX.Element {
  const [parts, setParts] = useState<readonly LicencedPart[] | 'failed' | null>(null);
  useEffect(() => {
    readLicences()
      .then(setParts)
      .catch(() => {
        setParts('failed');
      });
  }, []);
  return (
    <Page back="#settings" title={texts.about.title}>
      <section class="card section">
        <div class="who">
          <Mark />
          <div>
            <p class="who-name">{texts.name}</p>
            <p class="quiet">{texts.about.what}</p>
          </div>
        </div>
        <Facts
          facts={[
            [texts.about.version, <span class="figures">{appVersion}</span>],
            [texts.about.server, props.origin],
          ]}
        />
      </section>
      <section class="card section">
        <h2>{texts.about.licences}</h2>
        {parts === 'failed' && (
          <Notice tone="look" icon="offline">
            {texts.notLoadedBody}
          </Notice>
        )}
        {Array.isArray(parts) &&
          parts.map((part: LicencedPart) => (
            <details class="licence" key={part.name}>
              <summary>
                <span class="row-title">{part.name}</span>{' '}
                <span class="quiet small figures">{texts.about.part(part.version, part.licence)}</span>
              </summary>
              <pre class="small" tabIndex={0} role="region" aria-label={texts.about.licenceOf(part.name)}>
                {part.text}
              </pre>
            </details>
          ))}
      </section>
    </Page>
  );
}
