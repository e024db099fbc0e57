import type { Texts } from './en.ts';

/** The event log in German. */
export const log: Texts['log'] = {
  title: 'Ereignisprotokoll',
  body: 'Die letzten 500 Ereignisse bleiben auf diesem Gerät. Sie enthalten nie ein Geheimnis, einen Passcode, eine Zahl oder ein Passwort. Wenn Ihr Helpdesk danach fragt, teilen Sie sie als Datei.',
  empty: 'Noch ist nichts geschehen.',
  share: 'Als Datei teilen',
  outcomes: {
    shared: 'Die Datei wurde übergeben.',
    downloaded: 'Die Datei liegt in Ihren Downloads.',
    cancelled: 'Es wurde nichts geteilt.',
  },
  clear: 'Protokoll leeren',
  clearTitle: 'Ereignisprotokoll leeren?',
  clearBody: 'Alle Ereignisse werden von diesem Gerät gelöscht. Ihre Tokens sind nicht betroffen.',
  kinds: {
    enrolled: 'Token hinzugefügt',
    'enrollment-failed': 'Hinzufügen eines Tokens gescheitert',
    'third-party-added': 'Token eines anderen Anbieters hinzugefügt',
    'token-removed': 'Token entfernt',
    'token-inactive': 'Der Server nimmt dieses Token nicht mehr an',
    'token-active': 'Der Server nimmt dieses Token wieder an',
    autosend: 'Autosend geändert',
    'pin-refused': 'Eine PIN war falsch',
    'pin-changed': 'PIN geändert',
    biometric: 'Fingerabdruck oder Gesicht geändert',
    'settings-failed': 'Eine Einstellung hat den Server nicht erreicht',
    'request-arrived': 'Anmeldeanfrage eingetroffen',
    'request-refused': 'Eine Anfrage war nicht echt',
    'request-ended': 'Anmeldeanfrage beendet',
    'answer-failed': 'Eine Antwort hat den Server nicht erreicht',
    'connection-failed': 'Der Server war nicht erreichbar',
    'connection-restored': 'Der Server ist wieder erreichbar',
  },
};
