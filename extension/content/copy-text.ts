/** Puts an email's body on the clipboard, formatted and plain. Must run within a click. */
export async function copyText(html: string): Promise<boolean> {
  const plain = new DOMParser().parseFromString(
    html.replace(/<\/(p|div|li)>|<br>/gi, '$&\n'),
    'text/html',
  ).body;
  const types = { 'text/html': html, 'text/plain': plain.textContent.trim() };
  const blobs = Object.entries(types).map(([type, text]) => [type, new Blob([text], { type })]);
  try {
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
    return true;
  } catch {
    return false;
  }
}
