import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Clock } from '../platform/clock.ts';
import type { Pins } from '../pin/pins.ts';
import { texts } from '../texts/index.ts';
import { Field } from '../ui/field.tsx';
import { ScreenTitle } from '../ui/parts.tsx';
import { type Token, issuerOf } from '../vault/token.ts';
import type { Vault } from '../vault/vault.ts';
import { TokenCard } from './token-card.tsx';

const SEARCH_FROM = 7;

/** All tokens with their passcodes. */
export function TokenList(props: {
  readonly tokens: readonly Token[];
  readonly vault: Vault;
  readonly pins: Pins;
  readonly clock: Clock;
  readonly above: ComponentChildren;
}): JSX.Element {
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLocaleLowerCase();
  const found = props.tokens.filter((token) =>
    [token.name, issuerOf(token) ?? '', token.account].some((words) => words.toLocaleLowerCase().includes(wanted)),
  );
  return (
    <main class="tokens">
      {props.above}
      <div class="only-heard">
        <ScreenTitle>{texts.tokens.title}</ScreenTitle>
      </div>
      {props.tokens.length >= SEARCH_FROM && (
        <Field kind="search" label={texts.tokens.search} value={search} onChange={setSearch} />
      )}
      {found.length === 0 ? (
        <p class="empty quiet">{texts.tokens.nothingFound}</p>
      ) : (
        <ul
          class={['token-list', 'token-list token-list-one', 'token-list token-list-few'][found.length] ?? 'token-list'}
        >
          {found.map((token) => (
            <TokenCard key={token.serial} token={token} vault={props.vault} pins={props.pins} clock={props.clock} />
          ))}
        </ul>
      )}
    </main>
  );
}
