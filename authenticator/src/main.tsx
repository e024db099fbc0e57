import './ui/font.css';
import './ui/tokens.css';
import './ui/controls.css';
import './ui/components.css';
import './app/app.css';
import './app/request.css';
import './app/scan.css';
import { render } from 'preact';
import { App } from './app/app.tsx';
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
  startServices()
    .then((services) => {
      render(<App services={services} link={link} />, root);
    })
    .catch((thrown: unknown) => {
      render(<StartFailed code={codeOf(thrown)} />, root);
    });
}
