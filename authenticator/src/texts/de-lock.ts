import type { Texts } from './en.ts';

/** Die Sperre der ganzen App. */
export const lock: Texts['lock'] = {
  title: 'Countersign ist gesperrt',
  body: 'Zeigen Sie diesem Gerät, dass Sie es sind: mit Fingerabdruck, Gesicht oder seiner Bildschirmsperre.',
  unlock: 'Entsperren',
  refused: 'Dieses Gerät hat nicht bestätigt, dass Sie es sind. Versuchen Sie es noch einmal.',
  label: 'App sperren',
  hint: 'Beim Öffnen und nach einer Minute Abwesenheit nach Fingerabdruck, Gesicht oder Bildschirmsperre fragen.',
  demandedTitle: 'Sperren Sie zuerst diese App',
  demandedBody: (organisations) =>
    `${organisations} verlangt, dass diese App gesperrt ist: mit Fingerabdruck, Gesicht oder der Bildschirmsperre dieses Geräts.`,
  demandedHint: (organisations) =>
    `${organisations} verlangt, dass diese App gesperrt ist; die Sperre bleibt darum an.`,
  switchOn: 'App sperren',
  notSet:
    'Die Sperre wurde nicht eingerichtet. Richten Sie auf diesem Gerät Fingerabdruck, Gesicht oder Bildschirmsperre ein, wenn es nichts davon hat, und versuchen Sie es noch einmal.',
  lost: 'Ich kann nicht entsperren',
  lostTitle: 'Wenn nichts mehr entsperrt',
  lostBody:
    'Vielleicht wurde der Passkey für diese Sperre von diesem Gerät gelöscht. Niemand kann ihn zurückholen, und niemand kann die Sperre ohne ihn öffnen. Sie können die Sperre zusammen mit den Token entfernen, die sie schützt.',
  lostDemandedBody:
    'Hat dieses Gerät weder Fingerabdruck noch Gesicht noch Bildschirmsperre, sind die Token, die die Sperre verlangen, hier nicht zu gebrauchen. Sie können sie entfernen.',
  lostTokens: ({ removed, kept }) =>
    `${removed === 1 ? '1 Token wird' : `${String(removed)} Token werden`} endgültig von diesem Gerät entfernt. Bitten Sie Ihre Organisation und die Anbieter anderer Token um neue.` +
    (kept === 0 ? '' : ` ${kept === 1 ? '1 Token bleibt' : `${String(kept)} Token bleiben`}.`),
  lostKept: 'Token mit einer eigenen PIN bleiben: Ihre PIN schützt sie.',
  giveUp: 'Token und Sperre entfernen',
  giveUpDemanded: 'Diese Token entfernen',
  giveUpTitle: 'Jetzt entfernen?',
  giveUpYes: 'Ja, entfernen',
  missing:
    'Dieses Gerät oder dieser Browser hat keinen Fingerabdruck, kein Gesicht und keine Bildschirmsperre, nach denen Countersign fragen könnte.',
};
