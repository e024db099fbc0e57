/** What to say and do about an answer that did not go through. */
export interface Trouble {
  readonly words: string;
}
