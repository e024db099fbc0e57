import './ui/font.css';
import './ui/tokens.css';
import './ui/controls.css';
import './ui/components.css';
import './app/app.css';
import './app/stage.css';
import './app/token-list.css';
import './app/pages.css';
import './app/request.css';
import './app/scan.css';
import { type JSX, render } from 'preact';
import { App } from './app/app.tsx';
import { startLanguage } from './app/language.ts';
import { takeEnrollmentLink } from './app/route.ts';
import { startServices } from './app/services.ts';
import { StartFailed } from './app/start-failed.tsx';
import { codeOf } from './core/errors.ts';
import { applyTheme, onThemeElsewhere, readTheme } from './platform/preferences.ts';

// Before anything else: the secret of an enrollment link leaves the address.
const link = takeEnrollmentLink();
applyTheme(readTheme());
onThemeElsewhere(applyTheme);
const root = document.getElementById('app');

if (root !== null) {
  // Drawn anew from the top in another language: what was typed and begun stays.
  let screen: (() => JSX.Element) | null = null;
  const draw = (): void => {
    if (screen !== null) {
      render(screen(), root);
    }
  };
  const speaking = startLanguage(draw);
  startServices()
    .then(async (services) => {
      const language = await speaking;
      screen = () => <App services={services} language={language} link={link} />;
      draw();
    })
    .catch(async (thrown: unknown) => {
      await speaking;
      screen = () => <StartFailed code={codeOf(thrown)} />;
      draw();
    });
}
