import { expect, it } from 'vitest';
import { knownAnswers } from '../../test/known-answers.ts';
import { pinFault } from './pin-rule.ts';

const { pins } = knownAnswers<{
  pins: { pin: string; minimum: number; maximum: number; characters: 'DIGITS' | 'ALNUM'; fault: string | null }[];
}>('pins');

it.each(pins)('the PIN $pin of $minimum to $maximum $characters: $fault', ({ pin, fault, ...limits }) => {
  expect(pinFault(pin, limits)).toBe(fault);
});
