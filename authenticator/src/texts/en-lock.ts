/** The lock of the whole app. */
export const lock = {
  title: 'Countersign is locked',
  body: 'Show this device that it is you: with your fingerprint, your face, or its screen lock.',
  unlock: 'Unlock',
  refused: 'This device did not confirm that it is you. Try again.',
  label: 'Lock this app',
  hint: 'Ask for your fingerprint, face or screen lock when Countersign opens, and after a minute away.',
  demandedTitle: 'Lock this app first',
  demandedBody: (organisations: string): string =>
    `${organisations} wants this app locked: with your fingerprint, your face, or the screen lock of this device.`,
  demandedHint: (organisations: string): string => `${organisations} wants this app locked, so the lock stays on.`,
  switchOn: 'Lock the app',
  notSet:
    'The lock was not set. Set up a fingerprint, face or screen lock on this device if there is none, and try again.',
  lost: 'I cannot unlock it',
  lostTitle: 'If nothing unlocks it any more',
  lostBody:
    'Your passkey for this lock may have been deleted from this device. Nobody can bring it back, and nobody can open the lock without it. You can remove the lock together with the tokens that it protects.',
  lostDemandedBody:
    'If this device has no fingerprint, face or screen lock, the tokens that ask for the lock cannot be used here. You can remove them.',
  lostTokens: ({ removed, kept }: { readonly removed: number; readonly kept: number }): string =>
    `${removed === 1 ? '1 token is' : `${String(removed)} tokens are`} removed from this device for good. Ask your organisation, and the providers of other tokens, for new ones.` +
    (kept === 0 ? '' : ` ${kept === 1 ? '1 token stays' : `${String(kept)} tokens stay`}.`),
  lostKept: 'Tokens with a PIN of their own stay: their PIN protects them.',
  giveUp: 'Remove tokens and lock',
  giveUpDemanded: 'Remove these tokens',
  giveUpTitle: 'Remove them now?',
  giveUpYes: 'Yes, remove them',
  missing: 'This device or browser has no fingerprint, face or screen lock that Countersign could ask for.',
};
