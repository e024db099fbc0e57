import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromHex, knownAnswers } from '../../test/known-answers.ts';
import { subtle } from '../platform/webcrypto.ts';
import { utf8 } from './bytes.ts';
import {
  type OcraSuite,
  activationChallenge,
  groupedChallenge,
  ocraMessage,
  ocraResponse,
  parseSuite,
  readChallenge,
} from './ocra.ts';

interface Known {
  readonly suite: string;
  readonly key: string;
  readonly question: string;
  readonly counterpart?: string;
  readonly counter?: number;
  readonly pin?: string;
  readonly session?: string;
  readonly timeStep?: number;
  readonly response: string;
}

const known = knownAnswers<{ vectors: Known[]; further: Known[] }>('ocra-rfc6287');

function suiteOf(text: string): OcraSuite {
  const suite = parseSuite(text);
  if (suite === null) {
    throw new Error(`not a suite: ${text}`);
  }
  return suite;
}

async function response(vector: Known): Promise<string> {
  const suite = suiteOf(vector.suite);
  const hash = (suite.pinHash ?? 'SHA1').toLowerCase();
  const message = ocraMessage(suite, {
    question: vector.question + (vector.counterpart ?? ''),
    ...(vector.counter === undefined ? {} : { counter: vector.counter }),
    ...(vector.pin === undefined
      ? {}
      : { pinHash: new Uint8Array(createHash(hash).update(utf8(vector.pin)).digest()) }),
    ...(vector.session === undefined ? {} : { session: fromHex(vector.session) }),
    ...(vector.timeStep === undefined ? {} : { timeStep: vector.timeStep }),
  });
  const hmac = { name: 'HMAC', hash: suite.algorithm.replace('SHA', 'SHA-') };
  const key = await subtle.importKey('raw', fromHex(vector.key), hmac, false, ['sign']);
  return ocraResponse(suite, new Uint8Array(await subtle.sign('HMAC', key, message)));
}

describe('a response', () => {
  it.each([...known.vectors, ...known.further])(
    'RFC 6287, Appendix C: $suite answers $question$counterpart with $response',
    async (vector) => {
      expect(await response(vector)).toBe(vector.response);
    },
  );

  it('is not computed from more or less than the suite asks for', () => {
    expect(() => ocraMessage(suiteOf('OCRA-1:HOTP-SHA1-6:QN08'), { question: '1234567A' })).toThrow(RangeError);
    expect(() => ocraMessage(suiteOf('OCRA-1:HOTP-SHA1-6:QN08'), { question: '1', timeStep: 1 })).toThrow(RangeError);
    expect(() => ocraMessage(suiteOf('OCRA-1:HOTP-SHA1-6:QN08-T1M'), { question: '1' })).toThrow(RangeError);
    expect(() => ocraMessage(suiteOf('OCRA-1:HOTP-SHA1-6:C-QN08'), { question: '1' })).toThrow(RangeError);
  });
});

describe('a suite', () => {
  it.each([
    'OCRA-2:HOTP-SHA1-6:QN08',
    'OCRA-1:HOTP-MD5-6:QN08',
    'OCRA-1:HOTP-SHA1-3:QN08',
    'OCRA-1:HOTP-SHA1-11:QN08',
    'OCRA-1:HOTP-SHA1-6:QN8',
    'OCRA-1:HOTP-SHA1-6:QN03',
    'OCRA-1:HOTP-SHA1-6:QN65',
    'OCRA-1:HOTP-SHA1-6:QX08',
    'OCRA-1:HOTP-SHA1-6:C',
    'OCRA-1:HOTP-SHA1-6:QN08-T60S',
    'OCRA-1:HOTP-SHA1-6:QN08-T49H',
    'OCRA-1:HOTP-SHA1-6:QN08-S000',
    'OCRA-1:HOTP-SHA1-6:QN08-S513',
    'OCRA-1:HOTP-SHA1-6:QN08-T1M-PSHA1',
    ' OCRA-1:HOTP-SHA1-6:QN08',
    'ocra-1:hotp-sha1-6:qn08',
  ])('is refused: %s', (text) => {
    expect(parseSuite(text)).toBeNull();
  });

  it('says how long its time step is', () => {
    expect(suiteOf('OCRA-1:HOTP-SHA1-6:QN08').stepSeconds).toBeNull();
    expect(suiteOf('OCRA-1:HOTP-SHA1-6:QN08-T30S').stepSeconds).toBe(30);
    expect(suiteOf('OCRA-1:HOTP-SHA1-6:QN08-T2M').stepSeconds).toBe(120);
    expect(suiteOf('OCRA-1:HOTP-SHA1-6:QN08-T48H').stepSeconds).toBe(172_800);
  });
});

describe('a challenge', () => {
  it.each([
    ['QN08', '12345678', '12345678'],
    ['QN08', ' 1234 5678\n', '12345678'],
    ['QN08', '1234-5678', '12345678'],
    ['QN08', '1234567', null],
    ['QN08', '123456789', null],
    ['QN08', '1234567A', null],
    ['QN08', '１２３４５６７８', null],
    ['QA10', 'k7pq2-x9v4m', 'K7PQ2X9V4M'],
    ['QA10', 'k7pq2_x9v4', null],
    ['QH06', 'beef 42', 'BEEF42'],
    ['QH06', 'beefy2', null],
    ['QN04', '0042', '0042'],
    ['QN64', '7'.repeat(64), '7'.repeat(64)],
  ])('of %s typed as %s is %s', (question, typed, read) => {
    expect(readChallenge(suiteOf(`OCRA-1:HOTP-SHA256-6:${question}`), typed)).toBe(read);
  });

  it('is read in groups of four, as the login page shows it', () => {
    expect(groupedChallenge('K7PQ2X9V4M')).toBe('K7PQ 2X9V 4M');
    expect(groupedChallenge('0042')).toBe('0042');
  });

  it('of a new token is the code of its enrollment, or the end of it', () => {
    expect(activationChallenge(suiteOf('OCRA-1:HOTP-SHA256-6:QN08'), '012345')).toBe('012345');
    expect(activationChallenge(suiteOf('OCRA-1:HOTP-SHA256-6:QN04-T1M'), '012345')).toBe('2345');
  });
});
