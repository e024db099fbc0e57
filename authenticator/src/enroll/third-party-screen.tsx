import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type ErrorCode, codeOf } from '../core/errors.ts';
import { askPersistence } from '../platform/device.ts';
import { texts } from '../texts/index.ts';
import { Button, IconLink } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Avatar, Facts, Fault, Notice, ScreenTitle } from '../ui/parts.tsx';
import { Stage } from '../ui/stage.tsx';
import type { Records } from '../records/records.ts';
import type { ThirdPartyOffer } from '../vault/third-party.ts';
import { type Token, issuerOf } from '../vault/token.ts';
import type { Vault } from '../vault/vault.ts';

/** A token of another provider, looked at before it is kept. */
export function ThirdPartyScreen(props: {
  readonly vault: Vault;
  readonly records: Records;
  readonly offer: ThirdPartyOffer;
  readonly tokens: readonly Token[];
  readonly onKept: () => void;
}): JSX.Element {
  const { offer } = props;
  const [name, setName] = useState((offer.issuer ?? offer.account).slice(0, 64));
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const known = props.tokens.some(
    (token) => token.origin === 'third-party' && issuerOf(token) === offer.issuer && token.account === offer.account,
  );
  const keep = (): void => {
    setTried(true);
    if (name.trim() === '') {
      return;
    }
    setBusy(true);
    void askPersistence();
    props.vault
      .keep(offer, name.trim())
      .then(({ serial }) => {
        props.records.log({ kind: 'third-party-added', serial });
        props.onKept();
      })
      .catch((thrown: unknown) => {
        setBusy(false);
        setFailure(codeOf(thrown));
      });
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        keep();
      }}
    >
      <Stage
        head={
          <div class="stage-head">
            <IconLink icon="cross" name={texts.cancel} href="#" />
          </div>
        }
        actions={
          <>
            <Fault tone="bad">{failure && texts.errors[failure]}</Fault>
            <Button large wide submit busy={busy}>
              {texts.thirdParty.keep}
            </Button>
          </>
        }
      >
        <ScreenTitle>{texts.thirdParty.title}</ScreenTitle>
        <div class="who">
          <Avatar name={offer.issuer ?? offer.account} />
          <div>
            <p class="who-name">{offer.issuer ?? texts.thirdParty.issuerUnknown}</p>
            <p class="quiet">{offer.account}</p>
          </div>
        </div>
        <Field
          label={texts.enroll.nameLabel}
          hint={texts.thirdParty.nameHint}
          value={name}
          maximum={64}
          error={tried && name.trim() === '' ? texts.enroll.nameMissing : null}
          onChange={setName}
        />
        <Facts
          facts={[
            [texts.token.mode, texts.token.modes[offer.rules.mode]],
            [texts.token.passcodes, texts.token.passcodesOf(offer.rules.length, offer.rules.stepSeconds)],
            [texts.token.algorithm, offer.rules.algorithm],
          ]}
        />
        <Notice tone="look" icon="warning">
          <p>{texts.thirdParty.seen}</p>
        </Notice>
        {known && (
          <Notice tone="calm" icon="info">
            <p>{texts.thirdParty.known}</p>
          </Notice>
        )}
      </Stage>
    </form>
  );
}
