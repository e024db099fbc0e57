// Puts moments into the reader's own time zone; without it they stand in UTC and say so.
const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
for (const element of document.querySelectorAll('time[datetime]')) {
  element.title = element.textContent.trim();
  element.textContent = format.format(new Date(element.dateTime));
}

// On a phone the navigation is one row that may be wider than the screen: the place one is at is in it.
document.querySelector('.console-nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
