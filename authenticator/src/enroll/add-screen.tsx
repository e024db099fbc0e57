import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { codeOf } from '../core/errors.ts';
import { readTypedCode } from '../core/typed-code.ts';
import { readClipboard } from '../platform/clipboard.ts';
import { texts } from '../texts/index.ts';
import { Button, IconLink } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { ScreenTitle } from '../ui/parts.tsx';
import { Stage } from '../ui/stage.tsx';
import type { EnrollmentNeeds } from './enrollment.ts';
import { type ReadCode, readCode } from './read-code.ts';
import { fetchActivation } from './typed-code.ts';

/** Where an activation string, its short form, or a link of another provider is pasted or typed. */
export function AddScreen(props: {
  readonly needs: EnrollmentNeeds;
  readonly onCode: (code: ReadCode) => void;
}): JSX.Element {
  const [pasted, setPasted] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const accept = async (text: string): Promise<void> => {
    const code = readTypedCode(text);
    setIsAsking(code !== null);
    try {
      props.onCode(await readCode(props.needs, code === null ? text : await fetchActivation(props.needs.api, code)));
    } catch (thrown) {
      setError(texts.errors[codeOf(thrown)]);
    } finally {
      setIsAsking(false);
    }
  };
  const paste = async (): Promise<void> => {
    const text = await readClipboard();
    if (text === null) {
      setError(texts.add.pasteRefused);
    } else {
      setPasted(text.trim());
      setError(null);
    }
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void accept(pasted);
      }}
    >
      <Stage
        head={
          <div class="stage-head">
            <IconLink icon="back" name={texts.back} href="#" />
          </div>
        }
        actions={
          <Button large wide submit disabled={pasted.trim() === '' || isAsking}>
            {texts.add.next}
          </Button>
        }
      >
        <ScreenTitle>{texts.add.title}</ScreenTitle>
        <p class="quiet">{texts.add.body}</p>
        <a class="button button-secondary button-large button-wide" href="#scan">
          <Icon name="scan" />
          <span>{texts.add.scan}</span>
        </a>
        <Field
          kind="lines"
          label={texts.add.label}
          hint={texts.add.hint}
          value={pasted}
          error={error}
          onChange={(text) => {
            setPasted(text);
            setError(null);
          }}
        />
        <Button kind="secondary" icon="paste" onPress={() => void paste()}>
          {texts.add.paste}
        </Button>
      </Stage>
    </form>
  );
}
