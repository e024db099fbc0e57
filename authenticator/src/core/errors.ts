/** What the server says in `code`; see docs/formats/device-api.md. */
export const SERVER_CODES = [
  'message_malformed',
  'clock_skew',
  'activation_invalid',
  'activation_used',
  'activation_expired',
  'activation_revoked',
  'activation_failed',
  'typed_code_unknown',
  'target_not_allowed',
  'confirmation_failed',
  'confirmation_awaited',
  'passcode_refused',
  'password_required',
  'password_refused',
  'signature_invalid',
  'token_inactive',
  'request_unknown',
  'request_expired',
  'request_superseded',
  'request_answered',
  'number_wrong',
  'pin_required',
  'pin_wrong',
  'pin_unacceptable',
  'token_locked',
  'too_many_requests',
  'unavailable',
] as const;

export type ServerCode = (typeof SERVER_CODES)[number];

/** Why a link of another provider is not taken; the first nine are those of vectors/otpauth.json. */
export type OtpAuthCode =
  | 'otpauth_scheme'
  | 'otpauth_too_long'
  | 'otpauth_type'
  | 'otpauth_label'
  | 'otpauth_escape'
  | 'otpauth_parameter_missing'
  | 'otpauth_parameter_duplicate'
  | 'otpauth_parameter_value'
  | 'otpauth_secret'
  | 'otpauth_digits'
  | 'otpauth_period';

/** Every error that the app tells apart. The code is stable: texts, tests and support refer to it. */
export type ErrorCode =
  | ServerCode
  | OtpAuthCode
  | 'activation_malformed'
  | 'activation_other_server'
  | 'camera_refused'
  | 'camera_missing'
  | 'camera_busy'
  | 'reader_missing'
  | 'image_unreadable'
  | 'code_missing'
  | 'code_foreign'
  | 'server_not_genuine'
  | 'policy_unsupported'
  | 'policy_malformed'
  | 'request_not_genuine'
  | 'offline'
  | 'storage_failed'
  | 'token_missing'
  | 'stretch_failed'
  | 'pin_changed_elsewhere'
  | 'biometric_cancelled'
  | 'biometric_unsupported'
  | 'lock_unsupported'
  | 'lock_demanded'
  | 'unexpected';

/** An error with its stable code. It never carries a passcode, a seed or a password. */
export class AppError extends Error {
  readonly code: ErrorCode;
  /** What the server said about its clock, in seconds since 1970; null where it said nothing. */
  readonly serverTime: number | null;
  /** How many tries the server said are left; null where it said nothing. */
  readonly left: number | null;

  constructor(code: ErrorCode, detail = '', serverTime: number | null = null, left: number | null = null) {
    super(detail === '' ? code : `${code}: ${detail}`);
    this.name = 'AppError';
    this.code = code;
    this.serverTime = serverTime;
    this.left = left;
  }
}

/** The code of whatever was thrown; `unexpected` for what the app did not throw itself. */
export function codeOf(thrown: unknown): ErrorCode {
  return thrown instanceof AppError ? thrown.code : 'unexpected';
}
