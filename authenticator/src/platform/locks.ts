/** Runs one act at a time under a name, over all tabs and the worker. */
export type WithLock = <T>(name: string, act: () => Promise<T>) => Promise<T>;

export const webLocks: WithLock = (name, act) =>
  navigator.locks.request(`countersign/${name}`, act) as ReturnType<typeof act>;
