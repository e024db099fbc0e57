import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { LANGUAGES, type LanguageChoice } from '../core/language.ts';
import type { Store } from '../core/store.ts';
import { type Theme, applyTheme, keepTheme, onThemeElsewhere, readTheme } from '../platform/preferences.ts';
import { languages, texts } from '../texts/index.ts';
import { Choices } from '../ui/parts.tsx';
import { useStored } from '../ui/reading.ts';
import { Links, Page } from './page.tsx';

interface LanguageNeeds {
  readonly choice: Store<LanguageChoice>;
  readonly choose: (choice: LanguageChoice) => void;
}

/** Settings of the app itself, and the ways to what explains it. */
export function SettingsScreen(props: {
  readonly language: LanguageNeeds;
  /** The lock of the app. */
  readonly lock: ComponentChildren;
  /** Autosend for all tokens at once. */
  readonly autosend: ComponentChildren;
}): JSX.Element {
  const { language } = props;
  const chosenLanguage = useStored(language.choice);
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
      <section class="card section">
        <h2>{texts.settings.language}</h2>
        <Choices
          legend={texts.settings.language}
          options={[
            ['system', texts.settings.systemLanguage],
            ...LANGUAGES.map((known) => [known, languages[known].name] as const),
          ]}
          chosen={chosenLanguage}
          onChoose={language.choose}
        />
      </section>
      {props.autosend}
      {props.lock}
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
