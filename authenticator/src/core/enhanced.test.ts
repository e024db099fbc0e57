import { expect, it } from 'vitest';
import { answersOnNotification } from './enhanced.ts';

const plain = { numberDigits: 0, verifyUser: false } as const;

it.each([
  ['TOTP-SHA256-6-30;PIN=NONE;PUSH=1;NUM=0;ENH=1', plain, true],
  ['HOTP-SHA256-6;PIN=NONE;PUSH=1;NUM=0;ENH=1', plain, true],
  ['TOTP-SHA256-6-30;PIN=SERVER:4-8:DIGITS;PUSH=1;NUM=0;ENH=1', plain, false],
  ['TOTP-SHA256-6-30;PIN=NONE;PUSH=1;NUM=0;ENH=0', plain, false],
  ['TOTP-SHA256-6-30;PIN=NONE;LOCK=1;PUSH=1;NUM=0;ENH=1', plain, false],
  ['TOTP-SHA256-6-30;PIN=NONE;PUSH=1;NUM=0', plain, false],
  ['TOTP-SHA256-6-30;PIN=TOKEN:4-8:DIGITS;TRIES=5;PUSH=1;NUM=0', plain, false],
  ['TOTP-SHA256-6-30;PIN=NONE;PUSH=1;NUM=2;ENH=1', { ...plain, numberDigits: 2 }, false],
  ['TOTP-SHA256-6-30;PIN=NONE;PUSH=1;NUM=0;ENH=1', { ...plain, numberDigits: 6 }, false],
  ['TOTP-SHA256-6-30;PIN=NONE;PUSH=1;NUM=0;ENH=1', { ...plain, verifyUser: true }, false],
] as const)('%s with %o: %s', (policy, request, answers) => {
  expect(answersOnNotification(policy, request)).toBe(answers);
});
