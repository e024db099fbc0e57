// The login pages work without this file; with it the waiting page hears of the answer at once and nobody sends twice.

for (const form of document.querySelectorAll('form[data-busy]')) {
  form.addEventListener('submit', (event) => {
    const button = form.querySelector('button[type=submit]');
    if (button.getAttribute('aria-busy') === 'true') {
      event.preventDefault();
      return;
    }
    button.setAttribute('aria-busy', 'true');
  });
}
// A page that comes back from the browser's memory is not busy any more.
window.addEventListener('pageshow', () => {
  for (const button of document.querySelectorAll('[aria-busy]')) {
    button.removeAttribute('aria-busy');
  }
});

// A challenge is good for two minutes; after that the page asks a new one.
const challenge = document.getElementById('challenge');
if (challenge) {
  setTimeout(() => location.replace('?use=challenge'), (Number(challenge.dataset.secondsLeft) + 1) * 1000);
}

const waiting = document.getElementById('waiting');
if (waiting) {
  follow(waiting);
}

function follow(page) {
  const started = performance.now();
  const state = page.querySelector('.state');
  const bar = document.getElementById('left');
  const label = page.querySelector('label[for=left]');
  const again = document.getElementById('again');
  const ends = started + Number(page.dataset.secondsLeft) * 1000;
  const anotherAt = started + Number(page.dataset.secondsToAnother) * 1000;

  const timer = setInterval(() => {
    const now = performance.now();
    const left = Math.max(0, Math.ceil((ends - now) / 1000));
    bar.value = left;
    label.textContent = left === 1 ? page.dataset.leftOne : page.dataset.left.replace('#', String(left));
    if (again && now >= anotherAt) {
      again.hidden = false;
    }
  }, 250);

  // Whatever the person sends ends this page's work: a reload of its own would overtake it.
  let leaving = false;
  document.addEventListener('submit', () => {
    leaving = true;
  });
  window.addEventListener('pageshow', () => {
    leaving = false;
  });

  function show(word) {
    if (leaving) {
      return false;
    }
    page.dataset.state = word;
    state.textContent = state.dataset['texts' + word[0].toUpperCase() + word.slice(1)];
    if (word === 'approved') {
      clearInterval(timer);
      document.getElementById('complete').requestSubmit();
      return false;
    }
    if (word === 'ended') {
      clearInterval(timer);
      location.reload();
      return false;
    }
    return true;
  }

  async function ask() {
    let failures = 0;
    for (;;) {
      try {
        const address = page.dataset.progress + '?seen=' + encodeURIComponent(page.dataset.state);
        const answer = await fetch(address, { headers: { accept: 'application/json' }, cache: 'no-store' });
        if (!answer.ok) {
          throw new Error('status ' + answer.status);
        }
        const told = await answer.json();
        failures = 0;
        if (told.state !== page.dataset.state && !show(told.state)) {
          return;
        }
        if (!leaving && performance.now() > ends + 5000) {
          location.reload();
          return;
        }
      } catch {
        // No network for a while: the request on the phone lives on, so keep asking, more slowly each time.
        failures += 1;
        await new Promise((wake) => setTimeout(wake, Math.min(8000, 500 * 2 ** failures)));
      }
    }
  }

  ask();
}
