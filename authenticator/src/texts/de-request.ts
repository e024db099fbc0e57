import { seconds } from './de-units.ts';
import { placeIn } from './regional.ts';
import type { Texts } from './en.ts';

/** A push request in German, from the question to the answer. */
export const request: Texts['request'] = {
  title: 'Anmeldeanfrage',
  question: (application) => `Melden Sie sich bei ${application} an?`,
  account: 'Konto',
  organisation: 'Organisation',
  place: 'Ort',
  placeOf: (country, city) => placeIn('de', country, city),
  placeOwn: 'Dieses Netz',
  placeUnknown: 'Ort unbekannt',
  ip: 'IP-Adresse',
  ipUnknown: 'Adresse unbekannt',
  device: 'Gerät',
  deviceUnknown: 'Browser unbekannt',
  on: (browser, os) => `${browser} unter ${os}`,
  time: 'Angefragt',
  token: 'Token',
  timeLeft: 'Restzeit',
  seconds,
  ago: (count) =>
    count < 5 ? 'Gerade eben' : count < 90 ? `Vor ${seconds(count)}` : `Vor ${Math.round(count / 60)} Minuten`,
  left: (count) => `Noch ${seconds(count)} zum Antworten`,
  number: 'Zahl auf der Anmeldeseite',
  numberHint: (digits) => `${digits} Ziffern. Sie haben einen Versuch.`,
  erase: 'Letzte Ziffer löschen',
  approve: 'Bestätigen',
  deny: 'Nein, das war ich nicht',
  waiting: 'Offene Anfragen',
  position: (at, of) => `${at} von ${of}`,
  previous: 'Vorherige Anfrage',
  next: 'Nächste Anfrage',
  cannotVerify:
    'Diese Anfrage verlangt eine PIN, und dieses Token hat auf diesem Gerät keine. Geben Sie stattdessen einen Passcode ein.',
  looking: 'Die Anfrage wird geholt',
  notFetched: 'Die Anfrage konnte nicht geholt werden',
  wait: (count) =>
    `Ihre Passcodes sind für den Moment aufgebraucht. Sie können in ${seconds(count)} wieder bestätigen.`,
  whyTitle: 'Warum nicht?',
  whyBody: 'Niemand wird angemeldet, egal was Sie wählen.',
  cancelled: 'Ich habe abgebrochen',
  cancelledHint: 'Die Anfrage kam von mir, aber ich habe es mir anders überlegt.',
  notMe: 'Das war ich nicht!',
  notMeHint: 'Jemand anderes versucht es. Meine Organisation wird informiert.',
  backToRequest: 'Zurück zur Anfrage',
  unanswered: 'Ihre Antwort hat den Server nicht erreicht',
};
