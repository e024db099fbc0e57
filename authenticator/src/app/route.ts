import { useEffect, useState } from 'preact/hooks';

/** Which screen the address names. Fragments only, so that every address works without a network. */
export type Route =
  | { readonly screen: 'tokens' | 'add' | 'scan' | 'settings' | 'about' | 'log' }
  | { readonly screen: 'help'; readonly topic: string | null }
  | { readonly screen: 'token' | 'finish' | 'request' | 'pin'; readonly id: string };

export function routeOf(hash: string): Route {
  const [screen = '', id = ''] = hash.replace(/^#/u, '').split('/');
  switch (screen) {
    case 'add':
    case 'scan':
    case 'settings':
    case 'about':
    case 'log':
      return { screen };
    case 'help':
      return { screen, topic: id === '' ? null : decoded(id) };
    case 'token':
    case 'finish':
    case 'request':
    case 'pin':
      return id === '' ? { screen: 'tokens' } : { screen, id: decoded(id) };
    default:
      return { screen: 'tokens' };
  }
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const read = (): void => {
      setHash(location.hash);
    };
    // The address may have changed between the first drawing and now.
    read();
    window.addEventListener('hashchange', read);
    return () => {
      window.removeEventListener('hashchange', read);
    };
  }, []);
  return routeOf(hash);
}

export function goTo(hash: string): void {
  location.hash = hash;
}

/**
 * The activation string of an enrollment link, taken out of the address at once: it must stay neither in the address bar
 * nor in the history.
 */
export function takeEnrollmentLink(): string | null {
  if (location.pathname !== '/enroll') {
    return null;
  }
  const activation = location.hash.slice(1);
  history.replaceState(null, '', activation === '' ? '/#add' : '/');
  return activation === '' ? null : activation;
}
