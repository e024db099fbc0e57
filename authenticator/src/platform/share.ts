/**
 * Hands a file to another app, or downloads it where the browser cannot share files. Must be called from a click.
 * @returns how; `cancelled` where the person chose no app
 */
export async function shareFile(file: File): Promise<'shared' | 'downloaded' | 'cancelled'> {
  const given = { files: [file], title: file.name };
  if ('canShare' in navigator && navigator.canShare(given)) {
    try {
      await navigator.share(given);
      return 'shared';
    } catch (thrown) {
      if (thrown instanceof DOMException && thrown.name === 'AbortError') {
        return 'cancelled';
      }
      // Some browsers offer sharing and then refuse the kind of file.
    }
  }
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = file.name;
  link.click();
  // The download has its own hold of the file by then.
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 60_000);
  return 'downloaded';
}
