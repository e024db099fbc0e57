import { type Bytes, concat, utf8 } from './bytes.ts';
import { type Algorithm, movingFactor, passcodeOf } from './passcode.ts';

/** What a question is made of: letters and digits, digits, or hexadecimal digits. */
export type QuestionFormat = 'A' | 'N' | 'H';

/**
 * What goes into the response to a challenge.
 * @see RFC 6287 section 6
 */
export interface OcraSuite {
  readonly text: string;
  readonly algorithm: Algorithm;
  /** Decimal digits of a response; 0 where it is the whole HMAC value in hexadecimal. */
  readonly digits: number;
  readonly counter: boolean;
  readonly question: QuestionFormat;
  /** The greatest length of a question in characters, 4 to 64. */
  readonly questionLength: number;
  readonly pinHash: Algorithm | null;
  /** Bytes of session information; 0 where none goes in. */
  readonly sessionLength: number;
  /** Seconds of the time step whose number goes in; null where none does. */
  readonly stepSeconds: number | null;
}

/** What a response is computed from besides the key; exactly what the suite asks for. */
export interface OcraInput {
  readonly question: string;
  readonly counter?: number;
  readonly pinHash?: Bytes;
  readonly session?: Bytes;
  readonly timeStep?: number;
}

const HASHES = 'SHA1|SHA256|SHA512';
const SUITE = new RegExp(
  `^OCRA-1:HOTP-(${HASHES})-(0|[4-9]|10):(C-)?Q([ANH])(\\d\\d)(?:-P(${HASHES}))?(?:-S(\\d{3}))?(?:-T([1-9]\\d?)([SMH]))?$`,
  'u',
);
const UNIT_SECONDS = { S: 1, M: 60, H: 3600 } as const;
const QUESTIONS: Record<QuestionFormat, RegExp> = { A: /^[A-Za-z0-9]+$/u, N: /^\d+$/u, H: /^[0-9A-Fa-f]+$/u };
const QUESTION_BYTES = 128;

/** Reads a suite, strictly as the RFC spells it; null for anything else. */
export function parseSuite(text: string): OcraSuite | null {
  const [, algorithm, digits, counter, question, questionLength, pinHash, session, amount, unit] =
    SUITE.exec(text) ?? [];
  const length = Number(questionLength);
  const sessionLength = session === undefined ? 0 : Number(session);
  const most = unit === 'H' ? 48 : 59;
  const wrong =
    algorithm === undefined ||
    length < 4 ||
    length > 64 ||
    (session !== undefined && (sessionLength < 1 || sessionLength > 512)) ||
    (amount !== undefined && Number(amount) > most);
  if (wrong) {
    return null;
  }
  return {
    text,
    algorithm: algorithm as Algorithm,
    digits: Number(digits),
    counter: counter !== undefined,
    question: question as QuestionFormat,
    questionLength: length,
    pinHash: (pinHash ?? null) as Algorithm | null,
    sessionLength,
    stepSeconds: amount === undefined ? null : Number(amount) * UNIT_SECONDS[unit as 'S' | 'M' | 'H'],
  };
}

/**
 * The bytes that the HMAC of a response takes: OCRASuite | 00 | C | Q | P | S | T.
 * @throws RangeError where the input is not what the suite asks for
 * @see RFC 6287 section 5.1
 */
export function ocraMessage(suite: OcraSuite, input: OcraInput): Bytes {
  const { counter, pinHash, session, timeStep } = input;
  const complete =
    QUESTIONS[suite.question].test(input.question) &&
    suite.counter === (counter !== undefined) &&
    (suite.pinHash !== null) === (pinHash !== undefined) &&
    suite.sessionLength > 0 === (session !== undefined) &&
    (session?.length ?? 0) <= suite.sessionLength &&
    (suite.stepSeconds !== null) === (timeStep !== undefined);
  if (!complete) {
    throw new RangeError(`the input is not what ${suite.text} asks for`);
  }
  const nothing = new Uint8Array(0);
  const padding = new Uint8Array(suite.sessionLength - (session?.length ?? 0));
  return concat(
    utf8(suite.text),
    new Uint8Array(1),
    counter === undefined ? nothing : movingFactor(counter),
    questionBytes(suite.question, input.question),
    pinHash ?? nothing,
    padding,
    session ?? nothing,
    timeStep === undefined ? nothing : movingFactor(timeStep),
  );
}

/** The response that an HMAC value stands for. */
export function ocraResponse(suite: OcraSuite, hmac: Bytes): string {
  return suite.digits === 0 ? passcodeOf(hmac, 'HEX', hmac.length * 2) : passcodeOf(hmac, 'DEC', suite.digits);
}

/**
 * A challenge as somebody typed or pasted it: gaps removed, in capitals, with exactly the suite's number of characters.
 * Null for anything else.
 */
export function readChallenge(suite: OcraSuite, typed: string): string | null {
  const challenge = typed.replace(/[\s-]/gu, '').toUpperCase();
  return challenge.length === suite.questionLength && QUESTIONS[suite.question].test(challenge) ? challenge : null;
}

/** A challenge as people read it: in groups of four. */
export function groupedChallenge(challenge: string): string {
  return (challenge.match(/.{1,4}/gu) ?? []).join(' ');
}

/** The challenge that a new token answers to prove itself: the enrollment's code, or as much of its end as fits. */
export function activationChallenge(suite: OcraSuite, code: string): string {
  return code.slice(-suite.questionLength);
}

/** The question as 128 bytes, filled with zeros at the end. */
function questionBytes(format: QuestionFormat, question: string): Bytes {
  const padded = new Uint8Array(QUESTION_BYTES);
  if (format === 'A') {
    padded.set(utf8(question));
    return padded;
  }
  // Numbers go in as hexadecimal digits without leading zeros, the first digit in the upper half of the first byte, even
  // if their count is odd: so the RFC's own program does it, and its test values confirm it.
  const hex = format === 'N' ? BigInt(question).toString(16) : question;
  for (let index = 0; index < hex.length; index++) {
    padded[index >> 1] = (padded[index >> 1] ?? 0) | (parseInt(hex.charAt(index), 16) << (index % 2 === 0 ? 4 : 0));
  }
  return padded;
}
