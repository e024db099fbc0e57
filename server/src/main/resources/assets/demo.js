// Keeps the demo's pages current while the walk goes on in other windows; without it a reload does.
const PAUSE = 3000;

// The browser reads the page: text that becomes markup by a script is what the content security policy forbids.
function fetchPage() {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('GET', location.href);
    request.setRequestHeader('accept', 'text/html');
    request.responseType = 'document';
    request.addEventListener('load', () => resolve(request.status === 200 ? request.response : null));
    request.addEventListener('error', reject);
    request.send();
  });
}

async function refresh() {
  if (document.visibilityState === 'visible') {
    try {
      const page = await fetchPage();
      const now = document.querySelector('main');
      const next = page?.querySelector('main');
      // Whoever stands on a link keeps standing there.
      if (next && now.innerHTML !== next.innerHTML && !now.contains(document.activeElement)) {
        now.replaceChildren(...next.childNodes);
      }
    } catch {
      // The server may be restarting: the next round asks again.
    }
  }
  setTimeout(refresh, PAUSE);
}

setTimeout(refresh, PAUSE);
