import type { Texts } from './en.ts';

/** Die Sperre der ganzen App. */
export const lock: Texts['lock'] = {
  title: 'Countersign ist gesperrt',
  body: 'Zeigen Sie diesem Gerät, dass Sie es sind: mit Fingerabdruck, Gesicht oder seiner Bildschirmsperre.',
  unlock: 'Entsperren',
  refused: 'Dieses Gerät hat nicht bestätigt, dass Sie es sind. Versuchen Sie es noch einmal.',
  label: 'App sperren',
  hint: 'Beim Öffnen und nach einer Minute Abwesenheit nach Fingerabdruck, Gesicht oder Bildschirmsperre fragen.',
  missing:
    'Dieses Gerät oder dieser Browser hat keinen Fingerabdruck, kein Gesicht und keine Bildschirmsperre, nach denen Countersign fragen könnte.',
};
