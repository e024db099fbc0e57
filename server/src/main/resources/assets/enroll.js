// Reads the activation string out of the address's fragment, which no server sees, or out of the portal's page, and follows
// the enrollment.
// docs/formats/activation-string.md
import { qrcode } from './qrcode.js';

const POLL = 1500;
const BODY_BYTES = 56;
const CHECKED_BYTES = 54;
const ENDS = ['completed', 'expired', 'revoked', 'failed', 'unknown', 'malformed', 'missing'];

const root = document.getElementById('enroll');
let shown = '';

function show(step) {
  if (step === shown) {
    return;
  }
  // The portal has pages of its own for what comes after.
  if (root.dataset.next && ENDS.includes(step)) {
    shown = step;
    location.replace(root.dataset.next);
    return;
  }
  for (const section of root.querySelectorAll('section[id^="step-"]')) {
    section.hidden = section.id !== `step-${step}`;
  }
  const heading = root.querySelector(`#step-${step} h1`);
  // What changes by itself is said, and read on from there.
  if (shown !== '') {
    document.getElementById('live').textContent = heading.textContent;
    heading.tabIndex = -1;
    heading.focus();
  }
  shown = step;
}

function fromBase64Url(text) {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
}

function toBase64Url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

async function read(activation) {
  if (!/^A1[A-Za-z0-9_-]{75}$/.test(activation)) {
    return null;
  }
  const body = fromBase64Url(activation.slice(2));
  const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', body.subarray(0, CHECKED_BYTES)));
  const whole = body.length === BODY_BYTES && body[0] === 1 && sum[0] === body[54] && sum[1] === body[55];
  return whole ? { id: toBase64Url(body.subarray(2, 18)), secret: body.slice(18, 34) } : null;
}

async function hmac(secret, text) {
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text)));
}

// Sixteen characters in the place of the string, for whoever has neither camera nor clipboard; they follow from its secret.
async function typedCode(secret) {
  const mac = await hmac(secret, 'countersign/typed-code/v1');
  let bits = '';
  for (const byte of mac.subarray(0, 10)) {
    bits += byte.toString(2).padStart(8, '0');
  }
  const characters = bits.match(/.{5}/g).map((five) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[parseInt(five, 2)]);
  return characters.join('').match(/.{4}/g).join(' ');
}

function draw(link) {
  const code = qrcode(0, 'M');
  code.addData(link);
  code.make();
  const size = code.getModuleCount();
  let path = '';
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (code.isDark(row, column)) {
        path += `M${column} ${row}h1v1h-1z`;
      }
    }
  }
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', `-2 -2 ${size + 4} ${size + 4}`);
  svg.setAttribute('shape-rendering', 'crispEdges');
  const dark = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  dark.setAttribute('d', path);
  dark.setAttribute('fill', '#000');
  svg.append(dark);
  document.getElementById('qr').replaceChildren(svg);
}

// An app that has opened the activation shows a code before it goes on: here is the same, to compare.
function compare(codes) {
  const place = document.getElementById('begun');
  if (place.dataset.codes === codes.join()) {
    return;
  }
  place.dataset.codes = codes.join();
  place.hidden = codes.length === 0;
  document.getElementById('begun-codes').replaceChildren(
    ...codes.map((code) => {
      const item = document.createElement('li');
      item.textContent = spaced(code);
      return item;
    }),
  );
  if (codes.length > 0) {
    document.getElementById('live').textContent = `${place.querySelector('h2').textContent}: ${codes.map(spaced).join(', ')}`;
    place.scrollIntoView({ block: 'nearest' });
  }
}

function spaced(code) {
  return `${code.slice(0, 3)} ${code.slice(3)}`;
}

function follow(id) {
  const ask = async () => {
    try {
      const answer = await fetch(root.dataset.state + id, { headers: { accept: 'application/json' } });
      if (answer.ok) {
        const standing = await answer.json();
        if (standing.code) {
          document.getElementById('code').textContent = spaced(standing.code);
        }
        if (standing.expiresAt) {
          const until = document.getElementById('until');
          until.dateTime = standing.expiresAt;
          until.textContent = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(
            new Date(standing.expiresAt),
          );
        }
        document.getElementById('word').hidden = !standing.awaitsWord;
        document.getElementById('claimed-next').hidden = standing.awaitsWord;
        show(standing.state);
        compare(standing.begun);
      } else if (answer.status === 404) {
        show('unknown');
      }
    } catch {
      // No network for a moment: the next round asks again.
    }
    if (!ENDS.includes(shown)) {
      setTimeout(ask, POLL);
    }
  };
  ask();
}

// The rules may want to hear that app and page show the same number. Whoever says so has the string, or a session of the portal.
function asking(id, secret) {
  const form = document.getElementById('word');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const same = event.submitter.value;
    const code = document.getElementById('code').textContent.replace(' ', '');
    const word = new URLSearchParams(new FormData(form));
    word.set('enrollment', id);
    word.set('code', code);
    word.set('same', same);
    if (secret) {
      word.set('proof', toBase64Url(await hmac(secret, `countersign/page/v1 ${code} ${same === 'yes' ? 'same' : 'other'}`)));
    }
    const buttons = form.querySelectorAll('button');
    buttons.forEach((button) => (button.disabled = true));
    try {
      await fetch(form.action, { method: 'POST', body: word });
    } finally {
      // How it stands is asked all the time; what was not taken is asked again.
      buttons.forEach((button) => (button.disabled = false));
    }
  });
}

function copying(activation) {
  const button = document.getElementById('copy');
  const label = button.textContent;
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(activation);
      button.textContent = button.dataset.done;
      document.getElementById('live').textContent = button.dataset.done;
      setTimeout(() => (button.textContent = label), 3000);
    } catch {
      // The browser forbids it: the text is selected, so that it can be copied by hand.
      document.getElementById('activation').select();
    }
  });
}

async function begin() {
  // On the portal's page the string stands in the page; it is gone there once an app has taken it.
  if (root.dataset.enrollment && !root.dataset.activation) {
    asking(root.dataset.enrollment, null);
    follow(root.dataset.enrollment);
    return;
  }
  const activation = root.dataset.activation || location.hash.slice(1);
  if (activation === '') {
    show('missing');
    return;
  }
  const found = await read(activation);
  if (found === null) {
    show('malformed');
    return;
  }
  const link = `${root.dataset.app}/enroll#${activation}`;
  for (const open of root.querySelectorAll('#open-app, .open-app')) {
    open.href = link;
  }
  document.getElementById('activation').value = activation;
  if (document.getElementById('qr') !== null) {
    draw(link);
  }
  document.getElementById('typed').textContent = await typedCode(found.secret);
  copying(activation);
  asking(found.id, root.dataset.enrollment ? null : found.secret);
  follow(found.id);
}

if (!root.dataset.enrollment) {
  addEventListener('hashchange', () => location.reload());
}
begin();
