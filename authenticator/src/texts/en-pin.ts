/** What is said about PINs. */
export const pin = {
  label: (name: string) => `PIN of ${name}`,
  chooseTitle: 'Choose a PIN',
  chooseBody: {
    TOKEN: 'This app asks for it before it shows a passcode or approves a sign-in. Only you know it.',
    SERVER:
      'You type it on login pages, right before or after the passcode. Your organisation keeps only a fingerprint of it.',
  },
  explained: {
    TOKEN: 'This app asks for it before it shows a passcode or approves a sign-in.',
    SERVER: 'You type it on login pages, right before or after the passcode.',
  },
  length: (minimum: number, maximum: number, letters: boolean) =>
    `${minimum === maximum ? minimum : `${minimum} to ${maximum}`} ${letters ? 'letters and digits' : 'digits'}`,
  notEasy: 'No repeats, no sequences, no dates',
  repeats: 'This PIN repeats itself. Choose one that is harder to guess.',
  sequence: 'This PIN counts up or down. Choose one that is harder to guess.',
  date: 'This PIN looks like a date or a year. Choose one that is harder to guess.',
  first: 'New PIN',
  again: 'New PIN again',
  differ: 'The two PINs differ. Type the same PIN twice.',
  current: 'Current PIN',
  enter: 'Enter PIN',
  show: 'Show passcode',
  againTitle: 'Enter your PIN',
  againBody: 'The PIN that you chose for this token.',
  againRefused:
    'The server refused the passcode that this PIN opened. Enter the PIN that you chose. If it is right, check that the time of this device is.',
  approveTitle: 'Enter your PIN to approve',
  approveBody: (application: string) => `You are approving a sign-in to ${application}.`,
  wrong: (left: number) =>
    left === 1 ? 'Wrong PIN. 1 try left before the token locks.' : `Wrong PIN. ${left} tries left.`,
  wrongForNow: (left: number) =>
    left === 0
      ? 'Wrong PIN. Wait some minutes, then try again.'
      : `Wrong PIN. ${left} ${left === 1 ? 'try' : 'tries'} left.`,
  unverified: 'PIN not verified yet: there is no connection. If it was wrong, this passcode is wrong too.',
  hidden: 'Passcodes are hidden until this device reaches the server: your PIN could not be verified ten times.',
  hide: 'Hide passcode',
  lockedTitle: 'This token is locked',
  changeTitle: 'Change PIN',
  change: 'Change PIN',
  changed: 'PIN changed',
  changedBodies: {
    TOKEN: 'From now on use your new PIN.',
    BIOMETRIC: 'From now on use your new PIN. Fingerprint or face is switched off until you switch it on again.',
    SERVER: 'From now on type your new PIN on login pages.',
  },
  useBiometric: 'Use fingerprint or face',
  biometric: 'Fingerprint or face',
  biometricHint: 'In the place of the PIN, on this device. You can always use the PIN.',
  biometricTitle: 'Confirm with your PIN',
  biometricBody: 'Enter your PIN once more. Then this device asks for your fingerprint or face.',
  biometricOn: 'Switch on',
  biometricForbidden: 'Your organisation does not allow fingerprint or face for this token.',
  biometricMissing: {
    no_authenticator: 'This device or browser has no fingerprint or face check that Countersign could use.',
    no_prf: 'This browser checks fingerprint or face, but cannot keep a secret behind it, which Countersign needs.',
  },
};
