import type { ErrorCode } from '../core/errors.ts';

/** What happened, why if it helps, what to do next. */
export const errors: Record<ErrorCode, string> = {
  activation_malformed:
    'This is not a complete activation string. Copy it again from the page or mail, from A1 to the end.',
  activation_expired: 'This activation has expired. Ask for a new one on the page or from your organisation.',
  activation_other_server: 'This link belongs to another Countersign server. Open the link itself in your browser.',
  activation_invalid: 'The server does not know this activation. Copy it again, or ask for a new one.',
  activation_used: 'This activation was used on another device. If that was not you, tell your organisation now.',
  activation_revoked: 'This activation was withdrawn, usually because a newer one exists. Use the newest link.',
  activation_failed: 'This activation ended after too many failed attempts. Ask for a new one.',
  typed_code_unknown:
    'The server does not know these 16 characters, or their time is over. Compare them with your page, or ask for new ones.',
  target_not_allowed:
    'Your organisation does not allow tokens on this kind of device. Use the same activation on another one, or ask your help desk.',
  server_not_genuine:
    'This server is not the one that your activation names. Nothing was added. Tell your organisation.',
  policy_unsupported: 'This kind of token needs a PIN or a mode that this version of the app does not have yet.',
  policy_malformed: 'The server sent rules that this app cannot read. Tell your organisation.',
  confirmation_failed: 'The server could not confirm this device. Start again with the same link.',
  confirmation_awaited: 'The page still waits for your word. Say there whether it shows the same number.',
  passcode_refused: 'The server refused the passcode. Check that the time of this device is right, then try again.',
  password_required: 'Your password is needed to finish.',
  password_refused: 'This password is not right. Try again.',
  signature_invalid: 'The server no longer knows this token. Remove it and add it again.',
  token_inactive: 'This token is not active now. Your organisation can tell you why.',
  request_unknown: 'The server does not know this request any more.',
  request_expired: 'The time for this request is up.',
  request_superseded: 'A newer request took the place of this one.',
  request_answered: 'This request has been answered before.',
  request_not_genuine: 'This request does not come from your server. It was not shown.',
  number_wrong: 'The number was not the one on the login page.',
  camera_refused:
    'The browser may not use the camera. Allow it in the settings of this site, beside the address, and try again. Or choose a picture of the code, or paste the activation string.',
  camera_missing:
    'This device has no camera that the browser can use. Choose a picture of the code, or paste the activation string.',
  camera_busy:
    'The camera cannot be used now. Close other apps that use it and try again. Or choose a picture of the code, or paste the activation string.',
  reader_missing: 'The part that reads codes could not be loaded. Check your connection, then try again.',
  image_unreadable: 'This file is not a picture that the browser can open. Choose another one.',
  code_missing: 'No QR code was found in this picture. Choose one that shows the whole code, sharp and straight.',
  code_foreign: 'This QR code is not for adding a token. Scan the one on your enrollment page.',
  otpauth_scheme: 'This is not a code that authenticators read. Copy it again, from otpauth:// to the end.',
  otpauth_too_long: 'This is too long for the code of a token. Nothing was added.',
  otpauth_type: 'This code is for a kind of token that this app does not have. Nothing was added.',
  otpauth_label: 'The name in this code is missing, too long, or has hidden characters. Nothing was added.',
  otpauth_escape: 'This code is damaged. Copy it again, from otpauth:// to the end, or scan it again.',
  otpauth_parameter_missing: 'This code is not complete. Copy it again to the end, or scan it again.',
  otpauth_parameter_duplicate: 'This code says one thing twice. Ask the provider for a new one.',
  otpauth_parameter_value: 'This code asks for an algorithm or a number that authenticators do not use.',
  otpauth_secret: 'The secret in this code is damaged, too short or too long. Copy it again, or ask for a new one.',
  otpauth_digits: 'This code asks for passcodes of another length than 6 to 8 digits. This app does not make them.',
  otpauth_period:
    'This code asks for passcodes that last less than 15 or more than 120 seconds. This app does not make them.',
  clock_skew: 'The time of this device is wrong. Set it to automatic, then try again.',
  message_malformed: 'The server did not understand this app. Update the app and try again.',
  too_many_requests: 'Too many attempts. Wait a few minutes, then try again.',
  unavailable: 'The server cannot answer now. Nothing was changed. Try again in a moment.',
  offline: 'The server cannot be reached. Check your connection, then try again.',
  storage_failed: 'This browser does not let Countersign store its tokens. Leave private browsing, or free some space.',
  token_missing: 'This token is no longer on this device.',
  pin_required: 'Enter the PIN of this token.',
  pin_wrong: 'The PIN is wrong.',
  pin_unacceptable: 'Your organisation does not allow this PIN. Choose another one.',
  token_locked:
    'Too many wrong PINs: this token is locked and cannot be used again. Remove it, and ask your organisation for a new one.',
  pin_changed_elsewhere: 'Another tab changed this PIN meanwhile. The PIN that was chosen there holds.',
  stretch_failed: 'This browser cannot work with PINs. Update it, or use another browser.',
  biometric_cancelled: 'Nothing was changed: the browser did not confirm that it is you.',
  biometric_unsupported: 'This device cannot keep a PIN behind a fingerprint or face. Use your PIN.',
  lock_unsupported:
    'Your organisation wants this app locked, and this device or browser has no fingerprint, face or screen lock that it could ask for. Set up a screen lock and try again, or use another device.',
  lock_demanded: 'Your organisation wants this app locked. The lock goes with the last token that asks for it.',
  unexpected: 'Something unexpected happened. Try again.',
};
