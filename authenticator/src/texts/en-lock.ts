/** The lock of the whole app. */
export const lock = {
  title: 'Countersign is locked',
  body: 'Show this device that it is you: with your fingerprint, your face, or its screen lock.',
  unlock: 'Unlock',
  refused: 'This device did not confirm that it is you. Try again.',
  label: 'Lock this app',
  hint: 'Ask for your fingerprint, face or screen lock when Countersign opens, and after a minute away.',
  missing: 'This device or browser has no fingerprint, face or screen lock that Countersign could ask for.',
};
