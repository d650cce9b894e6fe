import { base64url } from '../base64url.ts';

/** A fresh PKCE verifier and its S256 challenge (RFC 7636 §4.1, §4.2). */
export async function createPkce(
  randomBytes: (count: number) => Uint8Array,
): Promise<{ verifier: string; challenge: string }> {
  const verifier = base64url(randomBytes(32));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return { verifier, challenge: base64url(new Uint8Array(digest)) };
}
