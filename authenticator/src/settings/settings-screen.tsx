import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { appVersion } from '../platform/device.ts';
import { type Theme, applyTheme, keepTheme, readTheme } from '../platform/preferences.ts';
import { texts } from '../texts/index.ts';
import { IconLink } from '../ui/button.tsx';
import { Choices, Facts, ScreenTitle } from '../ui/parts.tsx';

/** Settings of the app itself. */
export function SettingsScreen(props: { readonly origin: string }): JSX.Element {
  const [theme, setTheme] = useState(readTheme);
  const choose = (chosen: Theme): void => {
    setTheme(chosen);
    keepTheme(chosen);
    applyTheme(chosen);
  };
  const { system, light, dark } = texts.settings.themes;
  return (
    <main class="page">
      <div class="page-head">
        <IconLink icon="back" name={texts.back} href="#" />
        <ScreenTitle>{texts.settings.title}</ScreenTitle>
      </div>
      <section class="card section">
        <h2>{texts.settings.look}</h2>
        <Choices
          legend={texts.settings.look}
          options={[
            ['system', system],
            ['light', light],
            ['dark', dark],
          ]}
          chosen={theme}
          onChoose={choose}
        />
      </section>
      <section class="card section">
        <h2>{texts.settings.about}</h2>
        <Facts
          facts={[
            [texts.settings.version, <span class="figures">{appVersion}</span>],
            [texts.settings.server, props.origin],
            [texts.settings.licence, texts.settings.licenceText],
          ]}
        />
      </section>
    </main>
  );
}
