import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { PendingBar, WaitingBar } from '../approve/pending-bar.tsx';
import { RequestScreen } from '../approve/request-screen.tsx';
import { TokenList } from '../codes/token-list.tsx';
import { ChangePinScreen } from '../pin/change-pin-screen.tsx';
import { PinSection } from '../pin/pin-section.tsx';
import type { Store } from '../core/store.ts';
import { superseded } from '../platform/indexed-db.ts';
import { AddScreen } from '../enroll/add-screen.tsx';
import type { ReadCode } from '../enroll/read-code.ts';
import { EnrollScreen } from '../enroll/enroll-screen.tsx';
import { ThirdPartyScreen } from '../enroll/third-party-screen.tsx';
import { WelcomeScreen } from '../enroll/welcome-screen.tsx';
import { DeviceAutosend } from '../settings/device-autosend.tsx';
import { SettingsScreen } from '../settings/settings-screen.tsx';
import { TokenScreen } from '../settings/token-screen.tsx';
import { texts } from '../texts/index.ts';
import { Button, IconLink } from '../ui/button.tsx';
import { Icon, Mark } from '../ui/icon.tsx';
import { useStored } from '../ui/reading.ts';
import type { ThirdPartyOffer } from '../vault/third-party.ts';
import { type ServerToken, type Token, serverTokens } from '../vault/token.ts';
import { later } from './later.tsx';
import { Superseded } from './superseded.tsx';
import { LockScreen } from './lock-screen.tsx';
import { LockSwitch } from './lock-switch.tsx';
import type { LanguageSetting } from './language.ts';
import { type Route, goTo, useRoute } from './route.ts';
import type { Services } from './services.ts';

const AboutScreen = later(async () => (await import('../settings/about-screen.tsx')).AboutScreen);
const HelpScreen = later(async () => (await import('../settings/help-screen.tsx')).HelpScreen);
const LogScreen = later(async () => (await import('../settings/log-screen.tsx')).LogScreen);
const ScanScreen = later(async () => (await import('../enroll/scan-screen.tsx')).ScanScreen);

/** The app: which screen is shown, and what each feature gets. */
export function App(props: {
  readonly services: Services;
  readonly language: LanguageSetting;
  readonly link: string | null;
}): JSX.Element {
  const { services } = props;
  const route = useRoute();
  const tokens = useStored(services.tokens);
  const update = useStored(services.update);
  const [code, setCode] = useState<ReadCode | null>(
    props.link === null ? null : { kind: 'activation', text: props.link },
  );
  const leave = (hash: string): void => {
    setCode(null);
    goTo(hash);
  };
  const isSuperseded = useStored(superseded);
  const lock = useStored(services.lock.state);
  if (isSuperseded) {
    return <Superseded />;
  }
  // An enrollment that has brought the demand comes to its end first.
  if (lock === 'locked' || (lock === 'demanded' && code === null)) {
    return <LockScreen key={lock} lock={services.lock} demanded={lock === 'demanded'} />;
  }
  if (code?.kind === 'activation') {
    return <Enroll services={services} start={code.text} onLeave={leave} />;
  }
  if (code?.kind === 'third-party') {
    return <ThirdParty services={services} offer={code.offer} tokens={tokens} onLeave={leave} />;
  }
  return (
    <>
      {update !== null && <UpdateBar update={update} />}
      <Screen services={services} language={props.language} route={route} tokens={tokens} onCode={setCode} />
    </>
  );
}

interface ScreenProps {
  readonly services: Services;
  readonly language: LanguageSetting;
  readonly route: Route;
  readonly tokens: readonly Token[];
  readonly onCode: (code: ReadCode) => void;
}

function Screen(props: ScreenProps): JSX.Element {
  const { services, route, tokens } = props;
  const { vault, clock, requests } = services;
  const token = 'id' in route ? tokens.find(({ serial }) => serial === route.id) : undefined;
  if (route.screen === 'request') {
    return (
      <RequestScreen
        key={route.id}
        requests={requests}
        id={route.id}
        token={(serial) => serverTokens(tokens).find((known) => known.serial === serial)}
        pins={services.pins}
        clock={clock}
      />
    );
  }
  if (route.screen === 'finish' && token?.origin === 'server') {
    return <Enroll services={services} start={token} onLeave={goTo} />;
  }
  const page = pageOf(props, token);
  if (page !== null) {
    return (
      <>
        <WaitingBar requests={requests} />
        {page}
      </>
    );
  }
  if (tokens.length === 0) {
    return <WelcomeScreen />;
  }
  return (
    <>
      <AppBar />
      <TokenList
        tokens={tokens}
        vault={vault}
        pins={services.pins}
        clock={clock}
        above={serverTokens(tokens).length > 0 && <PendingBar requests={requests} />}
      />
    </>
  );
}

/**
 * The screens above which waiting requests are told. Not above the steps of an enrollment: following the bar would end it,
 * and its activation works once.
 */
function pageOf(
  { services, language, route, tokens, onCode }: ScreenProps,
  token: Token | undefined,
): JSX.Element | null {
  switch (route.screen) {
    case 'add':
      return <AddScreen needs={services} onCode={onCode} />;
    case 'scan':
      return <ScanScreen needs={services} onCode={onCode} />;
    case 'pin':
      return token?.origin === 'server' ? <ChangePinScreen token={token} pins={services.pins} /> : null;
    case 'settings':
      return (
        <SettingsScreen
          language={language}
          lock={<LockSwitch lock={services.lock} />}
          autosend={<DeviceAutosend needs={services} tokens={serverTokens(tokens)} onChanged={services.refresh} />}
        />
      );
    case 'about':
      return <AboutScreen origin={services.origin} />;
    case 'help':
      return <HelpScreen topic={route.topic} />;
    case 'log':
      return <LogScreen needs={services} />;
    case 'token':
      return token === undefined ? null : (
        <TokenScreen
          key={token.serial}
          needs={services}
          token={token}
          onChanged={services.refresh}
          pin={token.origin === 'server' && <PinSection token={token} pins={services.pins} />}
          onRemoved={() => {
            services.refresh();
            goTo('');
          }}
        />
      );
    default:
      return null;
  }
}

function Enroll(props: {
  readonly services: Services;
  readonly start: string | ServerToken;
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
  useLeaving(props.onLeave);
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

function ThirdParty(props: {
  readonly services: Services;
  readonly offer: ThirdPartyOffer;
  readonly tokens: readonly Token[];
  readonly onLeave: (hash: string) => void;
}): JSX.Element {
  const { vault, records, refresh } = props.services;
  useLeaving(props.onLeave);
  return (
    <ThirdPartyScreen
      vault={vault}
      records={records}
      offer={props.offer}
      tokens={props.tokens}
      onKept={() => {
        refresh();
        props.onLeave('');
      }}
    />
  );
}

/** What is being added is shown whatever the address says; going elsewhere ends it. */
function useLeaving(onLeave: (hash: string) => void): void {
  useEffect(() => {
    const leave = (): void => {
      if (!location.hash.startsWith('#finish')) {
        onLeave(location.hash.slice(1));
      }
    };
    window.addEventListener('hashchange', leave);
    return () => {
      window.removeEventListener('hashchange', leave);
    };
  }, []);
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
