import type { JSX } from 'preact';
import { texts } from '../texts/index.ts';
import { ReloadStage } from './reload-stage.tsx';

/** A newer version runs in another tab and has taken the storage over. */
export function Superseded(): JSX.Element {
  return (
    <ReloadStage
      sign="refresh"
      title={texts.update.elsewhere}
      body={texts.update.elsewhereBody}
      label={texts.update.reload}
    />
  );
}
