/** Takes away the notifications of requests that are over. */
export async function closeNotifications(over: ReadonlySet<string>): Promise<void> {
  const registration = 'serviceWorker' in navigator ? await navigator.serviceWorker.getRegistration() : undefined;
  for (const notification of (await registration?.getNotifications()) ?? []) {
    const about = notification.data as { readonly request?: string } | null;
    if (about?.request !== undefined && over.has(about.request)) {
      notification.close();
    }
  }
}
