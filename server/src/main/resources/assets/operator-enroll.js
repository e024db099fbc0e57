// Draws the code of an operator's enrollment, tells how it stands, and goes on by itself. Link, string and button work without this.
import { qrcode } from './qrcode.js';

const POLL = 1500;
const root = document.getElementById('operator-enroll');
const standing = document.getElementById('standing');

function draw(place) {
  const code = qrcode(0, 'M');
  code.addData(place.dataset.link);
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
  place.replaceChildren(svg);
}

function say(text) {
  if (standing.textContent !== text) {
    standing.textContent = text;
  }
}

async function follow() {
  try {
    const answer = await fetch(root.dataset.state, { headers: { accept: 'application/json' } });
    const told = answer.ok ? await answer.json() : { state: 'unknown' };
    if (told.state === 'completed') {
      say(standing.dataset.completed);
      document.getElementById('done').requestSubmit();
      return;
    }
    const asked = document.getElementById('word');
    asked.hidden = !told.awaitsWord;
    asked.dataset.code = told.code ?? '';
    if (told.state === 'claimed') {
      say(standing.dataset.claimed.replace('#', told.code ? `${told.code.slice(0, 3)} ${told.code.slice(3)}` : ''));
    } else if (told.state === 'open' && told.begun.length > 0) {
      const codes = told.begun.map((code) => `${code.slice(0, 3)} ${code.slice(3)}`);
      say(standing.dataset.claimed.replace('#', codes.join(', ')));
    } else if (told.state !== 'open') {
      say(standing.dataset.over);
      return;
    }
  } catch {
    // No network for a moment: the next round asks again.
  }
  setTimeout(follow, POLL);
}

// The rules may want to hear that app and page show the same number.
document.getElementById('word').addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = event.currentTarget;
  const word = new URLSearchParams(new FormData(form));
  word.set('enrollment', root.dataset.state.split('/').at(-1));
  word.set('code', form.dataset.code);
  word.set('same', event.submitter.value);
  await fetch(form.action, { method: 'POST', body: word });
});

if (document.getElementById('qr') !== null) {
  draw(document.getElementById('qr'));
}
follow();
