import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { PendingBar } from '../approve/pending-bar.tsx';
import { RequestScreen } from '../approve/request-screen.tsx';
import { TokenList } from '../codes/token-list.tsx';
import type { Store } from '../core/store.ts';
import { AddScreen } from '../enroll/add-screen.tsx';
import { EnrollScreen } from '../enroll/enroll-screen.tsx';
import { WelcomeScreen } from '../enroll/welcome-screen.tsx';
import { SettingsScreen } from '../settings/settings-screen.tsx';
import { TokenScreen } from '../settings/token-screen.tsx';
import { texts } from '../texts/index.ts';
import { Button, IconLink } from '../ui/button.tsx';
import { Icon, Mark } from '../ui/icon.tsx';
import { useStored } from '../ui/reading.ts';
import type { Token } from '../vault/token.ts';
import { type Route, goTo, useRoute } from './route.ts';
import type { Services } from './services.ts';

/** The app: which screen is shown, and what each feature gets. */
export function App(props: { readonly services: Services; readonly link: string | null }): JSX.Element {
  const { services } = props;
  const route = useRoute();
  const tokens = useStored(services.tokens);
  const update = useStored(services.update);
  const [activation, setActivation] = useState(props.link);
  if (activation !== null) {
    return (
      <Enroll
        services={services}
        start={activation}
        onLeave={(hash) => {
          setActivation(null);
          goTo(hash);
        }}
      />
    );
  }
  return (
    <>
      {update !== null && <UpdateBar update={update} />}
      <Screen services={services} route={route} tokens={tokens} onActivation={setActivation} />
    </>
  );
}

interface ScreenProps {
  readonly services: Services;
  readonly route: Route;
  readonly tokens: readonly Token[];
  readonly onActivation: (pasted: string) => void;
}

function Screen(props: ScreenProps): JSX.Element {
  const { services, route, tokens } = props;
  const { vault, clock, requests, origin } = services;
  const token = 'id' in route ? tokens.find(({ serial }) => serial === route.id) : undefined;
  if (route.screen === 'add') {
    return <AddScreen needs={services} onActivation={props.onActivation} />;
  }
  if (route.screen === 'settings') {
    return <SettingsScreen origin={origin} />;
  }
  if (route.screen === 'request') {
    const tokenName = (serial: string): string =>
      tokens.find((known) => known.serial === serial)?.name ?? texts.unknown;
    return <RequestScreen key={route.id} requests={requests} id={route.id} tokenName={tokenName} clock={clock} />;
  }
  if (route.screen === 'token' && token !== undefined) {
    return (
      <TokenScreen
        needs={services}
        token={token}
        onChanged={services.refresh}
        onRemoved={() => {
          services.refresh();
          goTo('');
        }}
      />
    );
  }
  if (route.screen === 'finish' && token !== undefined) {
    return <Enroll services={services} start={token} onLeave={goTo} />;
  }
  if (tokens.length === 0) {
    return <WelcomeScreen />;
  }
  return (
    <>
      <AppBar />
      <TokenList tokens={tokens} vault={vault} clock={clock} above={<PendingBar requests={requests} />} />
    </>
  );
}

function Enroll(props: {
  readonly services: Services;
  readonly start: string | Token;
  readonly onLeave: (hash: string) => void;
}): JSX.Element {
  const { services } = props;
  // Kept from the first moment on: once the token is active it would be another one, and the enrollment start anew.
  const [start, setStart] = useState(props.start);
  useEffect(() => {
    if (typeof props.start === 'string') {
      setStart(props.start);
    }
  }, [props.start]);
  useEffect(() => {
    const leave = (): void => {
      if (!location.hash.startsWith('#finish')) {
        props.onLeave(location.hash.slice(1));
      }
    };
    window.addEventListener('hashchange', leave);
    return () => {
      window.removeEventListener('hashchange', leave);
    };
  }, []);
  return (
    <EnrollScreen
      needs={services}
      start={start}
      onChanged={services.refresh}
      onAnother={() => {
        props.onLeave('add');
      }}
      onDone={() => {
        props.onLeave('');
      }}
    />
  );
}

function AppBar(): JSX.Element {
  return (
    <header class="app-bar">
      <div class="app-bar-inner">
        <Mark />
        <p class="app-name">{texts.name}</p>
        <IconLink icon="settings" name={texts.tokens.settings} href="#settings" />
        <a class="button button-primary" href="#add">
          <Icon name="add" />
          <span>{texts.tokens.add}</span>
        </a>
      </div>
    </header>
  );
}

function UpdateBar(props: { readonly update: NonNullable<Store<(() => void) | null>['value']> }): JSX.Element {
  return (
    <div class="update" role="status">
      <p>{texts.update.ready}</p>
      <Button kind="secondary" onPress={props.update}>
        {texts.update.install}
      </Button>
    </div>
  );
}
