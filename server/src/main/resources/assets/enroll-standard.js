// Takes the code out of the address's fragment, which no server sees, into the form; and draws the QR code where there is one.
import { qrcode } from './qrcode.js';

const field = document.getElementById('code');
if (field !== null && location.hash.length > 1) {
  field.value = location.hash.slice(1);
  history.replaceState(null, '', location.pathname);
  document.getElementById('password')?.focus();
}

const place = document.getElementById('qr');
if (place !== null) {
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
