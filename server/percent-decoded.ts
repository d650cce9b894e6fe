/** What percent escapes stand for (RFC 3986 §2.1), written out; text in which one of them is none stays as it is. */
export function percentDecoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
