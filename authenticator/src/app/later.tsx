import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { texts } from '../texts/index.ts';
import { Stage } from '../ui/stage.tsx';
import { ReloadStage } from './reload-stage.tsx';

type Screen<P> = (props: P) => JSX.Element;

/**
 * A screen whose code is loaded when it is first shown, so that the first load stays small. The service worker keeps all
 * files, so that it opens without a network.
 */
export function later<P extends object>(load: () => Promise<Screen<P>>): Screen<P> {
  let loaded: Screen<P> | null = null;
  return function Later(props: P): JSX.Element {
    const [state, setState] = useState<'loading' | 'ready' | 'failed'>(loaded === null ? 'loading' : 'ready');
    useEffect(() => {
      if (loaded === null) {
        load()
          .then((screen) => {
            loaded = screen;
            setState('ready');
          })
          .catch(() => {
            setState('failed');
          });
      }
    }, []);
    if (state === 'failed') {
      return <NotLoaded />;
    }
    const Shown = loaded;
    return Shown === null ? (
      <Stage centred>
        <span class="spinner spinner-large" role="img" aria-label={texts.loading} />
      </Stage>
    ) : (
      <Shown {...props} />
    );
  };
}

/** A browser remembers that a file failed until the page is loaded anew. */
function NotLoaded(): JSX.Element {
  return <ReloadStage sign="offline" title={texts.notLoaded} body={texts.notLoadedBody} />;
}
