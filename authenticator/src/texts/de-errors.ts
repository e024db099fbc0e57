import type { Texts } from './en.ts';

/** What happened, why if it helps, what to do next; in German. */
export const errors: Texts['errors'] = {
  activation_malformed:
    'Dieser Aktivierungscode ist nicht vollständig. Kopieren Sie ihn noch einmal von der Seite oder aus der E-Mail, von A1 bis zum Ende.',
  activation_expired:
    'Diese Aktivierung ist abgelaufen. Fordern Sie auf der Seite oder bei Ihrer Organisation eine neue an.',
  activation_other_server:
    'Dieser Link gehört zu einem anderen Countersign-Server. Öffnen Sie den Link selbst in Ihrem Browser.',
  activation_invalid:
    'Der Server kennt diese Aktivierung nicht. Kopieren Sie sie noch einmal, oder fordern Sie eine neue an.',
  activation_used:
    'Diese Aktivierung wurde auf einem anderen Gerät verwendet. Wenn Sie das nicht waren, informieren Sie sofort Ihre Organisation.',
  activation_revoked:
    'Diese Aktivierung wurde zurückgezogen, meist weil es eine neuere gibt. Verwenden Sie den neuesten Link.',
  activation_failed: 'Diese Aktivierung endete nach zu vielen Fehlversuchen. Fordern Sie eine neue an.',
  typed_code_unknown:
    'Der Server kennt diese 16 Zeichen nicht, oder ihre Zeit ist abgelaufen. Vergleichen Sie sie mit Ihrer Seite, oder fordern Sie neue an.',
  target_not_allowed:
    'Ihre Organisation erlaubt auf dieser Art von Gerät keine Token. Verwenden Sie dieselbe Aktivierung auf einem anderen, oder fragen Sie Ihren Helpdesk.',
  server_not_genuine:
    'Dieser Server ist nicht der, den Ihre Aktivierung nennt. Es wurde nichts hinzugefügt. Informieren Sie Ihre Organisation.',
  policy_unsupported:
    'Diese Art von Token braucht eine PIN oder ein Verfahren, das diese Version der App noch nicht kennt.',
  policy_malformed:
    'Der Server hat Regeln gesendet, die diese App nicht lesen kann. Informieren Sie Ihre Organisation.',
  confirmation_failed: 'Der Server konnte dieses Gerät nicht überprüfen. Beginnen Sie noch einmal mit demselben Link.',
  confirmation_awaited: 'Die Seite wartet noch auf Ihr Wort. Sagen Sie dort, ob sie dieselbe Zahl zeigt.',
  passcode_refused:
    'Der Server hat den Passcode abgelehnt. Prüfen Sie, ob die Uhrzeit dieses Geräts stimmt, und versuchen Sie es noch einmal.',
  password_required: 'Zum Abschluss wird Ihr Passwort gebraucht.',
  password_refused: 'Dieses Passwort ist nicht richtig. Versuchen Sie es noch einmal.',
  signature_invalid: 'Der Server kennt dieses Token nicht mehr. Entfernen Sie es, und fügen Sie es noch einmal hinzu.',
  token_inactive: 'Dieses Token ist zurzeit nicht aktiv. Ihre Organisation kann Ihnen sagen, warum.',
  request_unknown: 'Der Server kennt diese Anfrage nicht mehr.',
  request_expired: 'Die Zeit für diese Anfrage ist abgelaufen.',
  request_superseded: 'Eine neuere Anfrage ist an die Stelle dieser getreten.',
  request_answered: 'Diese Anfrage wurde schon beantwortet.',
  request_not_genuine: 'Diese Anfrage kommt nicht von Ihrem Server. Sie wurde nicht angezeigt.',
  number_wrong: 'Die Zahl war nicht die auf der Anmeldeseite.',
  camera_refused:
    'Der Browser darf die Kamera nicht verwenden. Erlauben Sie sie neben der Adresse in den Einstellungen dieser Website, und versuchen Sie es noch einmal. Oder wählen Sie ein Bild des Codes, oder fügen Sie den Aktivierungscode ein.',
  camera_missing:
    'Dieses Gerät hat keine Kamera, die der Browser verwenden kann. Wählen Sie ein Bild des Codes, oder fügen Sie den Aktivierungscode ein.',
  camera_busy:
    'Die Kamera kann gerade nicht verwendet werden. Schließen Sie andere Apps, die sie verwenden, und versuchen Sie es noch einmal. Oder wählen Sie ein Bild des Codes, oder fügen Sie den Aktivierungscode ein.',
  reader_missing:
    'Der Teil, der Codes liest, konnte nicht geladen werden. Prüfen Sie Ihre Verbindung, und versuchen Sie es noch einmal.',
  image_unreadable: 'Diese Datei ist kein Bild, das der Browser öffnen kann. Wählen Sie eine andere.',
  code_missing:
    'In diesem Bild wurde kein QR-Code gefunden. Wählen Sie eines, das den ganzen Code scharf und gerade zeigt.',
  code_foreign: 'Dieser QR-Code ist nicht zum Hinzufügen eines Tokens. Scannen Sie den auf Ihrer Aktivierungsseite.',
  otpauth_scheme:
    'Diesen Code lesen Authenticator-Apps nicht. Kopieren Sie ihn noch einmal, von otpauth:// bis zum Ende.',
  otpauth_too_long: 'Das ist zu lang für den Code eines Tokens. Es wurde nichts hinzugefügt.',
  otpauth_type: 'Dieser Code ist für eine Art von Token, die diese App nicht hat. Es wurde nichts hinzugefügt.',
  otpauth_label:
    'Der Name in diesem Code fehlt, ist zu lang oder enthält verborgene Zeichen. Es wurde nichts hinzugefügt.',
  otpauth_escape:
    'Dieser Code ist beschädigt. Kopieren Sie ihn noch einmal, von otpauth:// bis zum Ende, oder scannen Sie ihn noch einmal.',
  otpauth_parameter_missing:
    'Dieser Code ist nicht vollständig. Kopieren Sie ihn noch einmal bis zum Ende, oder scannen Sie ihn noch einmal.',
  otpauth_parameter_duplicate: 'Dieser Code enthält eine Angabe doppelt. Bitten Sie den Anbieter um einen neuen.',
  otpauth_parameter_value:
    'Dieser Code verlangt einen Algorithmus oder eine Zahl, die Authenticator-Apps nicht verwenden.',
  otpauth_secret:
    'Das Geheimnis in diesem Code ist beschädigt, zu kurz oder zu lang. Kopieren Sie es noch einmal, oder bitten Sie um ein neues.',
  otpauth_digits:
    'Dieser Code verlangt Passcodes, die nicht 6 bis 8 Ziffern lang sind. Diese App erzeugt solche nicht.',
  otpauth_period:
    'Dieser Code verlangt Passcodes, die kürzer als 15 oder länger als 120 Sekunden gelten. Diese App erzeugt solche nicht.',
  clock_skew:
    'Die Uhrzeit dieses Geräts stimmt nicht. Stellen Sie sie auf automatisch, und versuchen Sie es noch einmal.',
  message_malformed:
    'Der Server hat diese App nicht verstanden. Aktualisieren Sie die App, und versuchen Sie es noch einmal.',
  too_many_requests: 'Zu viele Versuche. Warten Sie ein paar Minuten, und versuchen Sie es noch einmal.',
  unavailable: 'Der Server kann gerade nicht antworten. Es wurde nichts geändert. Versuchen Sie es gleich noch einmal.',
  offline: 'Der Server ist nicht erreichbar. Prüfen Sie Ihre Verbindung, und versuchen Sie es noch einmal.',
  storage_failed:
    'Dieser Browser lässt Countersign seine Tokens nicht speichern. Verlassen Sie den privaten Modus, oder schaffen Sie Speicherplatz.',
  token_missing: 'Dieses Token ist nicht mehr auf diesem Gerät.',
  pin_required: 'Geben Sie die PIN dieses Tokens ein.',
  pin_wrong: 'Die PIN ist falsch.',
  pin_unacceptable: 'Ihre Organisation erlaubt diese PIN nicht. Wählen Sie eine andere.',
  token_locked:
    'Zu oft eine falsche PIN: Dieses Token ist gesperrt und nicht mehr verwendbar. Entfernen Sie es, und bitten Sie Ihre Organisation um ein neues.',
  pin_changed_elsewhere: 'Ein anderer Tab hat diese PIN inzwischen geändert. Es gilt die PIN, die dort gewählt wurde.',
  stretch_failed:
    'Dieser Browser kann nicht mit PINs arbeiten. Aktualisieren Sie ihn, oder verwenden Sie einen anderen.',
  biometric_cancelled: 'Es wurde nichts geändert: Der Browser hat nicht festgestellt, dass Sie es sind.',
  biometric_unsupported:
    'Dieses Gerät kann eine PIN nicht mit Fingerabdruck oder Gesicht schützen. Verwenden Sie Ihre PIN.',
  lock_unsupported:
    'Ihre Organisation verlangt, dass diese App gesperrt ist, und dieses Gerät oder dieser Browser hat keinen Fingerabdruck, kein Gesicht und keine Bildschirmsperre dafür. Richten Sie eine Bildschirmsperre ein und versuchen Sie es noch einmal, oder nehmen Sie ein anderes Gerät.',
  lock_demanded:
    'Ihre Organisation verlangt, dass diese App gesperrt ist. Die Sperre geht mit dem letzten Token, das sie verlangt.',
  unexpected: 'Etwas Unerwartetes ist geschehen. Versuchen Sie es noch einmal.',
};
