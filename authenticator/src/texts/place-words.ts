import type { Place } from '../core/place.ts';
import { displayText } from '../core/push-request.ts';
import { texts } from './index.ts';

/** Where a request comes from, in the person's language. */
export function placeWords(place: Place | string | null): string {
  if (place === null || typeof place === 'string') {
    return displayText(place) ?? texts.request.placeUnknown;
  }
  return place.kind === 'own'
    ? texts.request.placeOwn
    : (displayText(texts.request.placeOf(place.country, place.city)) ?? texts.request.placeUnknown);
}
