import type { JSX } from 'preact';
import type { ErrorCode } from '../core/errors.ts';
import { texts } from '../texts/index.ts';
import { ReloadStage } from './reload-stage.tsx';

/** The app could not open its storage. */
export function StartFailed(props: { readonly code: ErrorCode }): JSX.Element {
  return <ReloadStage sign="warning" title={texts.name} body={texts.errors[props.code]} />;
}
