export { newKey, parseKeys, type VaultKey } from './keys.ts';
export { VaultError, type VaultErrorCode } from './vault-error.ts';
export { createVault, type SealContext, type Vault } from './vault.ts';
