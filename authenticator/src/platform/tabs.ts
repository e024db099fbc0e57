const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('countersign') : null;

/** Tells the other tabs that the stored tokens changed. */
export function tellOtherTabs(): void {
  channel?.postMessage('tokens');
}

export function onOtherTabChange(listener: () => void): void {
  channel?.addEventListener('message', listener);
}
