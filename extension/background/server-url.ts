/** Where the server is unless somebody says otherwise in the options. */
export const defaultServerUrl = 'http://localhost:8787';

/**
 * The origin of a server address, or null when tokens must not travel to it: plain http leaves the machine unless the
 * host is loopback (`localhost` and names under it never resolve elsewhere, RFC 6761 §6.3).
 */
export function parseServerUrl(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.username || url.password) return null;
  if (url.protocol === 'https:') return url.origin;
  return url.protocol === 'http:' && isLoopback(url.hostname) ? url.origin : null;
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || host === '127.0.0.1';
