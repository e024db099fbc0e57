import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { PushSubscriptionKeys } from '../core/device-messages.ts';
import { type ErrorCode, codeOf } from '../core/errors.ts';
import { type PinRule, parsePolicy } from '../core/policy-string.ts';
import { askPersistence } from '../platform/device.ts';
import { type PushPermission, askPushPermission, pushPermission, subscribeToPush } from '../platform/push.ts';
import type { Agreement } from '../vault/key-agreement.ts';
import type { ServerToken } from '../vault/token.ts';
import { Enrollment, type EnrollmentNeeds, type Proofs } from './enrollment.ts';
import { AgreeStep } from './agree-step.tsx';
import { AskingStep } from './asking-step.tsx';
import { PasswordStep, PinAgainStep } from './again-steps.tsx';
import { PinStep } from './pin-step.tsx';
import { Adding, Checking, Ended, NameStep, PushStep, Ready, type Unreached } from './steps.tsx';

type State =
  | { readonly kind: 'checking' }
  | { readonly kind: 'refused'; readonly code: ErrorCode }
  | { readonly kind: 'name'; readonly agreed: Agreement }
  | { readonly kind: 'pin'; readonly rule: PinRule; readonly push: boolean }
  | { readonly kind: 'push' }
  | { readonly kind: 'asking'; readonly goOn: () => void }
  | { readonly kind: 'adding' }
  | { readonly kind: 'agreeing'; readonly token: ServerToken; readonly again: () => void }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly again: () => void }
  | { readonly kind: 'password'; readonly token: ServerToken; readonly code: ErrorCode }
  | {
      readonly kind: 'pinAgain';
      readonly token: ServerToken;
      readonly password: string | null;
      /** What the server had against the one before. */
      readonly code: ErrorCode | null;
    }
  | { readonly kind: 'ready'; readonly token: ServerToken; readonly unreached: Unreached | null };

interface EnrollProps {
  readonly needs: EnrollmentNeeds;
  /** What was clicked or pasted; or a token that was claimed before and still has to prove itself. */
  readonly start: string | ServerToken;
  readonly onChanged: () => void;
  readonly onAnother: () => void;
  readonly onDone: () => void;
}

interface Chosen extends Proofs {
  readonly name: string;
}

/** Enrollment as people see it: check, name, requests, done. */
export function EnrollScreen(props: EnrollProps): JSX.Element {
  const { needs, start } = props;
  const enrollment = useMemo(() => new Enrollment(needs), [needs, start]);
  const [state, setState] = useState<State>({ kind: 'checking' });
  const [chosen, setChosen] = useState<Chosen>({ name: '', password: null, pin: null });

  const left = useRef(false);
  useEffect(
    () => () => {
      left.current = true;
    },
    [],
  );

  /** The code of what went wrong, which the event log gets too. */
  const failed = (thrown: unknown): ErrorCode => {
    const code = codeOf(thrown);
    needs.records.log({ kind: 'enrollment-failed', outcome: code });
    return code;
  };

  const check = async (pasted: string): Promise<void> => {
    setState({ kind: 'checking' });
    try {
      setState({ kind: 'name', agreed: await enrollment.begin(await enrollment.read(pasted)) });
    } catch (thrown) {
      setState({ kind: 'refused', code: failed(thrown) });
    }
  };

  const activate = async (
    token: ServerToken,
    proofs: Proofs,
    unreached: Unreached | null,
    agreeing = false,
  ): Promise<void> => {
    if (proofs.pin === null && parsePolicy(token.policy).pin.kind !== 'NONE') {
      setState({ kind: 'pinAgain', token, password: proofs.password, code: null });
      return;
    }
    if (!agreeing) {
      setState({ kind: 'adding' });
    }
    try {
      const active = await enrollment.activate(token, proofs);
      needs.records.log({ kind: 'enrolled', serial: active.serial });
      props.onChanged();
      setState({ kind: 'ready', token: active, unreached });
    } catch (thrown) {
      if (waits(codeOf(thrown), agreeing)) {
        setState({ kind: 'agreeing', token, again: () => void activate(token, proofs, unreached, true) });
        return;
      }
      const code = failed(thrown);
      if (code === 'password_refused' || code === 'password_required') {
        setState({ kind: 'password', token, code });
      } else if (isOfPin(code, token, typeof start !== 'string')) {
        setState({ kind: 'pinAgain', token, password: proofs.password, code });
      } else {
        setState({ kind: 'failed', code, again: () => void activate(token, proofs, unreached) });
      }
    }
  };

  /**
   * Asks for the permission while the click still counts. The first word counts: the answer, or that nobody waits for it; and
   * none does once the person has left.
   */
  const ask = async (choice: Chosen): Promise<void> => {
    const permission =
      pushPermission() === 'undecided'
        ? await new Promise<PushPermission>((resolve) => {
            const goOn = (): void => {
              resolve(pushPermission());
            };
            setState({ kind: 'asking', goOn });
            void askPushPermission().finally(goOn);
          })
        : pushPermission();
    if (!left.current) {
      await claim(choice, true, permission);
    }
  };

  const claim = async (choice: Chosen, pushEnabled: boolean, permission: PushPermission): Promise<void> => {
    setState({ kind: 'adding' });
    try {
      void askPersistence();
      const push = permission === 'granted' ? await subscription(needs) : null;
      const token = await enrollment.claim(choice.name, choice.pin, pushEnabled, push);
      props.onChanged();
      const unreached = permission === 'granted' ? 'unreached' : permission;
      await activate(token, choice, pushEnabled && push === null ? unreached : null);
    } catch (thrown) {
      setState({ kind: 'failed', code: failed(thrown), again: () => void claim(choice, pushEnabled, permission) });
    }
  };

  useEffect(() => {
    if (typeof start === 'string') {
      void check(start);
    } else if (start.asksPassword) {
      setState({ kind: 'password', token: start, code: 'password_required' });
    } else {
      void activate(start, { password: null, pin: null }, null);
    }
  }, [enrollment]);

  switch (state.kind) {
    case 'checking':
      return <Checking />;
    case 'refused':
      return (
        <Ended
          code={state.code}
          refused
          onAgain={typeof start === 'string' && mayPass(state.code) ? () => void check(start) : null}
          onAnother={props.onAnother}
        />
      );
    case 'name':
      return (
        <NameStep
          agreed={state.agreed}
          onNext={(name, password) => {
            const { pin, push } = state.agreed.policy;
            setChosen({ name, password, pin: null });
            if (pin.kind !== 'NONE') {
              setState({ kind: 'pin', rule: pin, push });
            } else if (push) {
              setState({ kind: 'push' });
            } else {
              void claim({ name, password, pin: null }, false, 'undecided');
            }
          }}
        />
      );
    case 'pin':
      return (
        <PinStep
          rule={state.rule}
          onNext={(pin) => {
            const choice = { ...chosen, pin };
            setChosen(choice);
            if (state.push) {
              setState({ kind: 'push' });
            } else {
              void claim(choice, false, 'undecided');
            }
          }}
        />
      );
    case 'pinAgain':
      return (
        <PinAgainStep
          token={state.token}
          code={state.code}
          onNext={(pin) => {
            setChosen({ ...chosen, pin });
            void activate(state.token, { password: state.password, pin }, null);
          }}
        />
      );
    case 'push':
      return (
        <PushStep
          permission={pushPermission()}
          onChoose={(allowed) => void (allowed ? ask(chosen) : claim(chosen, false, 'undecided'))}
        />
      );
    case 'asking':
      return <AskingStep onGoOn={state.goOn} />;
    case 'adding':
      return <Adding />;
    case 'agreeing':
      return <AgreeStep token={state.token} clock={needs.clock} onAsk={state.again} />;
    case 'failed':
      return <Ended code={state.code} refused={false} onAgain={state.again} onAnother={props.onAnother} />;
    case 'password':
      return (
        <PasswordStep
          token={state.token}
          code={state.code}
          onNext={(password) => void activate(state.token, { password, pin: chosen.pin }, null)}
        />
      );
    case 'ready':
      return <Ready token={state.token} unreached={state.unreached} onDone={props.onDone} />;
  }
}

/** Whether the page has no answer yet; while it is awaited, a server that cannot be reached ends nothing. */
function waits(code: ErrorCode, agreeing: boolean): boolean {
  return code === 'confirmation_awaited' || (agreeing && (code === 'offline' || code === 'unavailable'));
}

/**
 * Whether it was the PIN that the server refused.
 * @param typedOnce whether the token PIN was typed for a token that was stored before: then a wrong passcode is a wrong PIN
 */
function isOfPin(code: ErrorCode, token: ServerToken, typedOnce: boolean): boolean {
  switch (parsePolicy(token.policy).pin.kind) {
    case 'TOKEN':
      return typedOnce && code === 'passcode_refused';
    case 'SERVER':
      return code === 'pin_unacceptable' || code === 'pin_required';
    case 'NONE':
      return false;
  }
}

/** Whether the same activation may work in a moment. */
function mayPass(code: ErrorCode): boolean {
  return ['offline', 'unavailable', 'too_many_requests', 'clock_skew', 'lock_unsupported', 'unexpected'].includes(code);
}

async function subscription(needs: EnrollmentNeeds): Promise<PushSubscriptionKeys | null> {
  try {
    return await subscribeToPush(await needs.api.vapidKey());
  } catch {
    // Requests still arrive while the app is open; the settings can try again.
    return null;
  }
}
