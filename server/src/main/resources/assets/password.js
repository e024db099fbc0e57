// Takes the code out of the address's fragment, which no server sees, and puts it where it would be pasted.
const code = document.getElementById('code');
const given = decodeURIComponent(location.hash.slice(1));
if (code && /^[a-z0-9-]{10,60}$/.test(given)) {
  code.value = given;
  // It must not stay in the address bar, in bookmarks or in the history.
  history.replaceState(null, '', location.pathname);
  document.getElementById('password')?.focus();
}
