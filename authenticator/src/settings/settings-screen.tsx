import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type Theme, applyTheme, keepTheme, onThemeElsewhere, readTheme } from '../platform/preferences.ts';
import { texts } from '../texts/index.ts';
import { Choices } from '../ui/parts.tsx';
import { Links, Page } from './page.tsx';

/** Settings of the app itself, and the ways to what explains it. */
export function SettingsScreen(): JSX.Element {
  const [theme, setTheme] = useState(readTheme);
  useEffect(() => onThemeElsewhere(setTheme), []);
  const choose = (chosen: Theme): void => {
    setTheme(chosen);
    keepTheme(chosen);
    applyTheme(chosen);
  };
  const { system, light, dark } = texts.settings.themes;
  return (
    <Page back="#" title={texts.settings.title}>
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
      <Links
        links={[
          { href: '#help', icon: 'help', title: texts.settings.help, hint: texts.settings.helpHint },
          { href: '#log', icon: 'list', title: texts.settings.log, hint: texts.settings.logHint },
          { href: '#about', icon: 'info', title: texts.settings.about, hint: texts.settings.aboutHint },
        ]}
      />
    </Page>
  );
}
