import { z } from 'zod';

/** `GET /auth/start`: begins sign-in (RFC 6749 §4.1 with PKCE, RFC 7636; only S256 is accepted). */
export const AuthStartQuery = z.strictObject({
  provider: z.enum(['google']),
  redirect_uri: z.url().max(500),
  /** Printable ASCII (RFC 6749 appendix A.5). */
  state: z.string().regex(/^[\x20-\x7e]{8,500}$/),
  code_challenge: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  code_challenge_method: z.literal('S256'),
});

/** `POST /auth/token`: a code with its verifier, or a refresh token. */
export const TokenRequest = z.discriminatedUnion('grant_type', [
  z.strictObject({
    grant_type: z.literal('authorization_code'),
    code: z.string().min(1).max(500),
    code_verifier: z.string().regex(/^[A-Za-z0-9._~-]{43,128}$/),
    redirect_uri: z.url().max(500),
  }),
  z.strictObject({ grant_type: z.literal('refresh_token'), refresh_token: z.string().min(1).max(500) }),
]);

/** Opaque tokens; `expires_in` is the access token's life in seconds. */
export const TokenResponse = z.strictObject({
  access_token: z.string(),
  refresh_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.int(),
});
export type TokenResponse = z.infer<typeof TokenResponse>;
