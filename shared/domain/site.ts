/**
 * A site as people and the browser's permissions know it: scheme and host without the port, since Chrome's host
 * permissions and match patterns cover every port of a host. Null for anything that is not http or https.
 */
export function siteOf(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if ((url.protocol !== 'https:' && url.protocol !== 'http:') || !url.hostname) return null;
  return `${url.protocol}//${url.hostname}`;
}

/** The match pattern that covers a site's pages. */
export const sitePattern = (site: string): string => `${site}/*`;
