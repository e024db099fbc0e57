// What goes on in the background is shown anew every few seconds, while somebody looks.
const running = document.querySelector('[data-refresh]');
if (running !== null) {
  const seconds = Number(running.dataset.refresh);
  setInterval(() => {
    if (document.visibilityState === 'visible' && !document.activeElement?.matches('input, select, button')) {
      location.reload();
    }
  }, seconds * 1000);
}
