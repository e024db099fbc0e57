import { useEffect, useState } from 'preact/hooks';

interface Readable<T> {
  readonly value: T;
  subscribe(listener: () => void): () => void;
}

/** The value of a store, read again whenever it is replaced. */
export function useStored<T>(store: Readable<T>): T {
  const [value, setValue] = useState(store.value);
  useEffect(() => {
    const read = (): void => {
      setValue(() => store.value);
    };
    read();
    return store.subscribe(read);
  }, [store]);
  return value;
}

interface Ticking {
  now(): number;
  after(milliseconds: number, callback: () => void): () => void;
}

/** The time in seconds, read again at every whole second. */
export function useSeconds(clock: Ticking): number {
  const [now, setNow] = useState(() => clock.now());
  useEffect(() => {
    let stop: () => void;
    const tick = (): void => {
      const current = clock.now();
      setNow(current);
      stop = clock.after(1000 - Math.floor((current % 1) * 1000), tick);
    };
    tick();
    return () => {
      stop();
    };
  }, [clock]);
  return now;
}
