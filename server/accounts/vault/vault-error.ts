/**
 * Why the vault refused:
 * - `bad_key`: BEHALF_KEY is missing or not what it should be
 * - `not_sealed`: these bytes were never made by a vault (plaintext, or hardly any bytes at all)
 * - `unknown_version`: sealed in a format this release does not know
 * - `unknown_key`: sealed under a key that is not among ours any more
 * - `truncated`: bytes are missing at the end, or there are too many
 * - `not_authentic`: altered, or sealed for another row or column
 */
export type VaultErrorCode =
  'bad_key' | 'not_sealed' | 'unknown_version' | 'unknown_key' | 'truncated' | 'not_authentic';

/** A fault, never an expected outcome. Its message names the place (table and column) and no secret. */
export class VaultError extends Error {
  override readonly name = 'VaultError';
  readonly code: VaultErrorCode;

  constructor(code: VaultErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
