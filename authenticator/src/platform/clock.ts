/** Where the time comes from; tests bring their own. */
export interface Clock {
  /** Seconds since 1970, with fractions. */
  now(): number;
  /** Calls back after the given time, once, unless the returned function is called before. */
  after(milliseconds: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now() / 1000,
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => {
      clearTimeout(timer);
    };
  },
};
