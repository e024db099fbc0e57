/** What the page sends its worker. */
export const UPDATE_MESSAGE = 'countersign-update';
/** What the worker sends its pages: look for requests now, and show the one named if it is still open. */
export interface WorkerNotice {
  readonly kind: 'check' | 'open';
  readonly request: string | null;
}
