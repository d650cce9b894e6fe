/** Puts a CSV into the person's downloads. With the mark by which spreadsheets see that it is UTF-8. */
export function saveFile(name: string, csv: string): void {
  const url = URL.createObjectURL(new Blob(['\ufeff', csv], { type: 'text/csv;charset=utf-8' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  // The browser has taken it by then; held on to, it would stay in memory as long as the page is open.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
