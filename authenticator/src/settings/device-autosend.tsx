import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { texts } from '../texts/index.ts';
import { Fault, Switch } from '../ui/parts.tsx';
import type { ServerToken } from '../vault/token.ts';
import { switchAll, switchable } from './autosend.ts';
import { type SettingsNeeds, switchAutosend } from './token-settings.ts';

/** Autosend for all tokens of this device at once; each token has a switch of its own as well. */
export function DeviceAutosend(props: {
  readonly needs: SettingsNeeds;
  readonly tokens: readonly ServerToken[];
  readonly onChanged: () => void;
}): JSX.Element | null {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const tokens = switchable(props.tokens);
  if (tokens.length === 0) {
    return null;
  }
  const on = tokens.filter(({ pushEnabled }) => pushEnabled).length;
  const change = (wanted: boolean): void => {
    setBusy(true);
    setError(null);
    void switchAll(tokens, wanted, (token) => switchAutosend(props.needs, token, wanted)).then(({ failed, code }) => {
      setBusy(false);
      props.onChanged();
      if (code !== null) {
        setError(texts.settings.autosendFailed(failed.map(({ name }) => name).join(', '), texts.errors[code]));
      }
    });
  };
  return (
    <section class="card section">
      <Switch
        label={texts.settings.autosend}
        hint={
          on > 0 && on < tokens.length ? texts.settings.autosendSome(on, tokens.length) : texts.settings.autosendHint
        }
        on={on > 0}
        busy={busy}
        onChange={change}
      />
      <Fault tone="bad">{error}</Fault>
    </section>
  );
}
