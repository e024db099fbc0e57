import type { Texts } from './en.ts';

/** What is said about PINs, in German. */
export const pin: Texts['pin'] = {
  label: (name) => `PIN von ${name}`,
  chooseTitle: 'PIN wählen',
  chooseBody: {
    TOKEN:
      'Diese App fragt danach, bevor sie einen Passcode zeigt oder eine Anmeldung bestätigt. Nur Sie kennen die PIN.',
    SERVER:
      'Sie geben sie auf Anmeldeseiten ein, direkt vor oder nach dem Passcode. Ihre Organisation speichert nur einen Prüfwert davon.',
  },
  explained: {
    TOKEN: 'Diese App fragt danach, bevor sie einen Passcode zeigt oder eine Anmeldung bestätigt.',
    SERVER: 'Sie geben sie auf Anmeldeseiten ein, direkt vor oder nach dem Passcode.',
  },
  length: (minimum, maximum, letters) =>
    `${minimum === maximum ? minimum : `${minimum} bis ${maximum}`} ${letters ? 'Buchstaben und Ziffern' : 'Ziffern'}`,
  notEasy: 'Keine Wiederholungen, keine Reihen, kein Datum',
  repeats: 'Diese PIN wiederholt sich. Wählen Sie eine, die schwerer zu erraten ist.',
  sequence: 'Diese PIN zählt auf- oder abwärts. Wählen Sie eine, die schwerer zu erraten ist.',
  date: 'Diese PIN sieht wie ein Datum oder ein Jahr aus. Wählen Sie eine, die schwerer zu erraten ist.',
  first: 'Neue PIN',
  again: 'Neue PIN noch einmal',
  differ: 'Die beiden PINs sind verschieden. Geben Sie zweimal dieselbe PIN ein.',
  current: 'Bisherige PIN',
  enter: 'PIN eingeben',
  show: 'Passcode anzeigen',
  againTitle: 'PIN eingeben',
  againBody: 'Die PIN, die Sie für dieses Token gewählt haben.',
  againRefused:
    'Der Server hat den Passcode abgelehnt, den diese PIN geöffnet hat. Geben Sie die PIN ein, die Sie gewählt haben. Stimmt sie, prüfen Sie die Uhrzeit dieses Geräts.',
  approveTitle: 'Mit PIN bestätigen',
  approveBody: (application) => `Sie bestätigen eine Anmeldung bei ${application}.`,
  wrong: (left) =>
    left === 1 ? 'Falsche PIN. Noch 1 Versuch, dann wird das Token gesperrt.' : `Falsche PIN. Noch ${left} Versuche.`,
  wrongForNow: (left) =>
    left === 0
      ? 'Falsche PIN. Warten Sie einige Minuten, und versuchen Sie es noch einmal.'
      : `Falsche PIN. Noch ${left} ${left === 1 ? 'Versuch' : 'Versuche'}.`,
  unverified: 'PIN noch nicht überprüft: Es besteht keine Verbindung. War sie falsch, ist auch dieser Passcode falsch.',
  hidden:
    'Passcodes sind verborgen, bis dieses Gerät den Server erreicht: Ihre PIN konnte zehnmal nicht überprüft werden.',
  hide: 'Passcode verbergen',
  lockedTitle: 'Dieses Token ist gesperrt',
  changeTitle: 'PIN ändern',
  change: 'PIN ändern',
  changed: 'PIN geändert',
  changedBodies: {
    TOKEN: 'Verwenden Sie ab jetzt Ihre neue PIN.',
    BIOMETRIC:
      'Verwenden Sie ab jetzt Ihre neue PIN. Fingerabdruck oder Gesicht ist ausgeschaltet, bis Sie es wieder einschalten.',
    SERVER: 'Geben Sie auf Anmeldeseiten ab jetzt Ihre neue PIN ein.',
  },
  useBiometric: 'Fingerabdruck oder Gesicht verwenden',
  biometric: 'Fingerabdruck oder Gesicht',
  biometricHint: 'Anstelle der PIN, auf diesem Gerät. Die PIN können Sie immer verwenden.',
  biometricTitle: 'Noch einmal Ihre PIN',
  biometricBody: 'Geben Sie Ihre PIN noch einmal ein. Danach fragt dieses Gerät nach Ihrem Fingerabdruck oder Gesicht.',
  biometricOn: 'Einschalten',
  biometricForbidden: 'Ihre Organisation erlaubt für dieses Token weder Fingerabdruck noch Gesicht.',
  biometricMissing: {
    no_authenticator:
      'Dieses Gerät oder dieser Browser hat keine Prüfung von Fingerabdruck oder Gesicht, die Countersign verwenden könnte.',
    no_prf:
      'Dieser Browser prüft Fingerabdruck oder Gesicht, kann damit aber kein Geheimnis schützen. Das braucht Countersign.',
  },
};
