// The portal works without this file; with it the shown codes can be copied and printed.

const live = document.getElementById('live');
for (const button of document.querySelectorAll('button[data-copy]')) {
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).innerText.trim());
      button.textContent = button.dataset.done;
      if (live) {
        live.textContent = button.dataset.done;
      }
      setTimeout(() => (button.textContent = label), 3000);
    } catch {
      getSelection().selectAllChildren(document.getElementById(button.dataset.copy));
    }
  });
}
for (const button of document.querySelectorAll('button[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}
