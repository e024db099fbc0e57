import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { codeOf } from '../core/errors.ts';
import { type Policy, parsePolicy } from '../core/policy-string.ts';
import { pushPermission } from '../platform/push.ts';
import { texts } from '../texts/index.ts';
import { Button, IconLink } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Dialog, type Fact, Facts, Fault, Notice, ScreenTitle, Switch } from '../ui/parts.tsx';
import { type ServerToken, type Token, issuerOf } from '../vault/token.ts';
import { RequestList } from './request-list.tsx';
import { remove } from './removal.ts';
import { rename, type SettingsNeeds, switchAutosend } from './token-settings.ts';

interface TokenScreenProps {
  readonly needs: SettingsNeeds;
  readonly token: Token;
  readonly onChanged: () => void;
  readonly onRemoved: () => void;
  /** The token's PIN, where it has one. */
  readonly pin: ComponentChildren;
}

/** One token: its name, Autosend, what it is, and how to remove it. */
export function TokenScreen(props: TokenScreenProps): JSX.Element {
  const { token } = props;
  const [removing, setRemoving] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const removeNow = (): void => {
    setBusy(true);
    remove(props.needs, token)
      .then(props.onRemoved)
      .catch((thrown: unknown) => {
        setBusy(false);
        setError(texts.errors[codeOf(thrown)]);
      });
  };
  return (
    <main class="page">
      <div class="page-head">
        <IconLink icon="back" name={texts.back} href="#" />
        <ScreenTitle>{token.name}</ScreenTitle>
      </div>
      <Name {...props} />
      {token.origin === 'server' && <Autosend {...props} token={token} />}
      {props.pin}
      <Information token={token} />
      {token.origin === 'server' && (
        <RequestList records={props.needs.records} serial={token.serial} clock={props.needs.clock} />
      )}
      <Button
        kind="danger-quiet"
        onPress={() => {
          setError(null);
          setRemoving(true);
        }}
      >
        {texts.token.remove}
      </Button>
      {removing && (
        <Dialog
          title={texts.token.removeTitle(token.name)}
          onClose={() => {
            setRemoving(false);
          }}
        >
          <p>{token.origin === 'server' ? texts.token.removeBody : texts.token.removeThirdPartyBody}</p>
          <Fault tone="bad">{error}</Fault>
          <Button wide kind="danger" busy={busy} onPress={removeNow}>
            {texts.token.removeYes}
          </Button>
          <Button
            wide
            kind="secondary"
            onPress={() => {
              setRemoving(false);
            }}
          >
            {texts.token.keep}
          </Button>
        </Dialog>
      )}
    </main>
  );
}

function Name({ needs, token, onChanged }: TokenScreenProps): JSX.Element {
  const [name, setName] = useState(token.name);
  const [state, setState] = useState<'rest' | 'busy' | 'saved'>('rest');
  const [error, setError] = useState<string | null>(null);
  const save = (): void => {
    if (name.trim() === '') {
      setError(texts.enroll.nameMissing);
      return;
    }
    setState('busy');
    rename(needs, token, name.trim())
      .then(() => {
        setState('saved');
        onChanged();
      })
      .catch((thrown: unknown) => {
        setState('rest');
        setError(texts.errors[codeOf(thrown)]);
      });
  };
  return (
    <form
      class="card section"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Field
        label={texts.enroll.nameLabel}
        value={name}
        maximum={64}
        error={error}
        onChange={(changed) => {
          setName(changed);
          setError(null);
          setState('rest');
        }}
      />
      <div role="status">
        <Button
          kind="secondary"
          submit
          busy={state === 'busy'}
          disabled={name.trim() === token.name}
          {...(state === 'saved' ? { icon: 'check' as const } : {})}
        >
          {state === 'saved' ? texts.token.saved : texts.token.rename}
        </Button>
      </div>
    </form>
  );
}

function Autosend({ needs, token, onChanged }: TokenScreenProps & { readonly token: ServerToken }): JSX.Element {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const allowed = parsePolicy(token.policy).push;
  if (!allowed) {
    return <p class="card section quiet">{texts.token.autosendNever}</p>;
  }
  const change = (on: boolean): void => {
    setBusy(true);
    setError(null);
    switchAutosend(needs, token, on)
      .then(onChanged)
      .catch((thrown: unknown) => {
        setError(texts.errors[codeOf(thrown)]);
      })
      .finally(() => {
        setBusy(false);
      });
  };
  const permission = pushPermission();
  // Nobody gave a subscription, or the server calls no such push service.
  const unreached = permission === 'granted' && !token.pushEndpoint;
  return (
    <div class="card section">
      <Switch
        label={texts.token.autosend}
        hint={texts.token.autosendHint}
        on={token.pushEnabled}
        busy={busy}
        onChange={change}
      />
      {token.pushEnabled && (permission !== 'granted' || unreached) && (
        <Notice tone="look" icon="bellOff">
          <p>{texts.reach[permission === 'granted' ? 'unreached' : permission]}</p>
        </Notice>
      )}
      {token.pushEnabled && permission === 'undecided' && (
        <Button
          kind="secondary"
          icon="bell"
          busy={busy}
          onPress={() => {
            change(true);
          }}
        >
          {texts.token.allowNotifications}
        </Button>
      )}
      <Fault tone="bad">{error}</Fault>
    </div>
  );
}

function Information({ token }: { readonly token: Token }): JSX.Element {
  const policy = parsePolicy(token.policy);
  return (
    <section class="card section">
      <h2>{texts.token.information}</h2>
      <Facts
        facts={[
          [texts.enroll.nameLabel, token.name],
          ...(token.origin === 'server' ? ofServer(token, policy) : ofThirdParty(token, policy)),
        ]}
      />
    </section>
  );
}

function ofServer(token: ServerToken, policy: Policy): Fact[] {
  return [
    [texts.token.serial, <span class="figures">{token.serial}</span>],
    [texts.token.organisation, token.organisation],
    [texts.token.account, token.account],
    [texts.token.mode, texts.token.modes[policy.mode]],
    [texts.token.pin, texts.token.pins[policy.pin.kind]],
    [texts.token.policy, token.policy],
    [texts.token.level, texts.token.levels[token.level] ?? String(token.level)],
  ];
}

function ofThirdParty(token: Token, policy: Policy): Fact[] {
  return [
    [texts.token.origin, texts.tokens.thirdParty],
    [texts.token.issuer, issuerOf(token) ?? texts.unknown],
    [texts.token.account, token.account],
    [texts.token.mode, texts.token.modes[policy.mode]],
    [texts.token.passcodes, texts.token.passcodesOf(policy.length, policy.stepSeconds)],
    [texts.token.algorithm, policy.algorithm],
  ];
}
