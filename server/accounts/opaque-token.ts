import { createHash, randomBytes } from 'node:crypto';

/** What a token is for, readable off its front so that secret scanners and people recognise a leaked one. */
export type TokenPrefix = 'bha_' | 'bhr_' | 'bhc_';

/** An opaque token of 256 random bits. It is stored only as `hashToken` of it. */
export const newToken = (prefix: TokenPrefix): string => prefix + randomUrlText();

/** 256 random bits as base64url: states, nonces and PKCE verifiers (RFC 7636 §4.1 asks for at least 43 characters). */
export const randomUrlText = (): string => randomBytes(32).toString('base64url');

/** SHA-256 as base64url: how secrets with 256 bits of their own are stored, and PKCE's S256 (RFC 7636 §4.2). */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url');
