// Watches a walk through the page with the Tab key. start() says how many stops there should be; the page notes each stop;
// flaws() says what was wrong on the way from the top to the stop that comes again.
(() => {
  const SELECTOR =
    'a[href], area[href], button, input, select, textarea, summary, iframe, audio[controls], video[controls], ' +
    '[tabindex], [contenteditable=""], [contenteditable=true]';

  // Day, month, year, hour, minute, the half of the day, and what opens a calendar.
  const MORE_STOPS = { date: 3, 'datetime-local': 6 };

  const stops = [];
  let controls = [];
  let rest = new Map();

  const isStop = (element) =>
    element.tabIndex >= 0 &&
    !element.matches(':disabled, [type=hidden]') &&
    !element.closest('[inert]') &&
    element.checkVisibility({ visibilityProperty: true });

  // Of the radio buttons of one name, the keyboard stops at one.
  const group = (element) =>
    element.type === 'radio' && element.name ? `radio ${element.name} ${[...document.forms].indexOf(element.form)}` : element;

  const look = (element) => {
    const style = getComputedStyle(element);
    return {
      outline: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && !/, 0\)$/.test(style.outlineColor),
      shadow: style.boxShadow,
    };
  };

  // What may carry the ring: the control, and what stands for one that is hidden under its label.
  const carriers = (element) =>
    [element, element.nextElementSibling, element.parentElement, element.closest('label'), ...(element.labels ?? [])].filter(
      Boolean,
    );

  const isHidden = (element) => {
    const box = element.getBoundingClientRect();
    return box.width < 4 || box.height < 4 || getComputedStyle(element).opacity === '0';
  };

  const hasRing = (element) =>
    carriers(element).some((carrier, at) => {
      if (at === 0 && isHidden(element)) {
        return false;
      }
      const now = look(carrier);
      const before = rest.get(carrier);
      return (now.outline && !before?.outline) || (before !== undefined && now.shadow !== before.shadow);
    });

  const belongs = (element, hit) =>
    hit !== null && (element.contains(hit) || hit.contains(element) || carriers(element).some((one) => one.contains(hit)));

  const isSeen = (element) => {
    const box = element.getBoundingClientRect();
    const points = [
      [box.left + box.width / 2, box.top + box.height / 2],
      [box.left + 3, box.top + 3],
      [box.right - 3, box.bottom - 3],
    ];
    return points.some(([x, y]) => {
      const hit = document.elementFromPoint(x, y);
      return hit !== document.documentElement && hit !== document.body && belongs(element, hit);
    });
  };

  const place = (element) => {
    const box = element.getBoundingClientRect();
    return { left: box.left, right: box.right, top: box.top + scrollY, bottom: box.bottom + scrollY };
  };

  const name = (element) => element.outerHTML.replace(/\s+/g, ' ').slice(0, 110);

  const note = (event) => {
    if (event.key !== 'Tab') {
      return;
    }
    const element = document.activeElement;
    // A field for a date has a stop for each of its parts; it is one control.
    if (element && element !== document.body && element !== document.documentElement && element !== stops.at(-1)?.element) {
      stops.push({ element, ring: hasRing(element), seen: isSeen(element), place: place(element) });
    }
  };

  window.keyboard = {
    start() {
      // Wherever the page has put the focus, the walk begins at its top.
      document.body.tabIndex = -1;
      document.body.focus({ preventScroll: true });
      document.body.removeAttribute('tabindex');
      controls = [...document.querySelectorAll(SELECTOR)].filter(isStop);
      for (const control of controls) {
        for (const carrier of carriers(control)) {
          rest.set(carrier, look(carrier));
        }
      }
      document.addEventListener('keyup', note, true);
      const parts = controls.map((control) => MORE_STOPS[control.type] ?? 0).reduce((sum, more) => sum + more, 0);
      return new Set(controls.map(group)).size + parts;
    },

    flaws() {
      document.removeEventListener('keyup', note, true);
      const flaws = [];
      const groups = stops.map((stop) => group(stop.element));
      const again = groups.findIndex((one, at) => groups.indexOf(one) < at);
      const order = again < 0 ? stops : stops.slice(0, again);
      const reached = new Set(groups.slice(0, order.length));
      for (const wanted of new Set(controls.map(group))) {
        if (!reached.has(wanted)) {
          flaws.push(`the keyboard does not reach ${typeof wanted === 'string' ? wanted : name(wanted)}`);
        }
      }
      order.forEach((stop, at) => {
        if (!stop.ring) {
          flaws.push('no ring at ' + name(stop.element));
        }
        if (!stop.seen) {
          flaws.push('focus is out of sight at ' + name(stop.element));
        }
        const before = order[at - 1];
        if (!before) {
          return;
        }
        if (before.element.compareDocumentPosition(stop.element) & Node.DOCUMENT_POSITION_PRECEDING) {
          flaws.push('out of order: ' + name(before.element) + ' before ' + name(stop.element));
        }
        const main = before.element.closest('main');
        if (main && main === stop.element.closest('main')
            && stop.place.bottom <= before.place.top && stop.place.left < before.place.right - 1) {
          flaws.push('goes up: from ' + name(before.element) + ' to ' + name(stop.element));
        }
      });
      stops.length = 0;
      rest = new Map();
      return flaws;
    },
  };
})();
