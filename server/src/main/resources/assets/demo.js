// Keeps the demo's pages current while the walk goes on in other windows; without it a reload does.
const PAUSE = 3000;

async function refresh() {
  if (document.visibilityState === 'visible') {
    try {
      const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
      if (answer.ok) {
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        const now = document.querySelector('main');
        const next = page.querySelector('main');
        // Whoever stands on a link keeps standing there.
        if (now.innerHTML !== next.innerHTML && !now.contains(document.activeElement)) {
          now.replaceChildren(...next.childNodes);
        }
      }
    } catch {
      // The server may be restarting: the next round asks again.
    }
  }
  setTimeout(refresh, PAUSE);
}

setTimeout(refresh, PAUSE);
