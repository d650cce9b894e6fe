/**
 * The id Chrome derives from `manifest.json`'s `key`: the first 32 hex digits of the SHA-256 of the DER public key,
 * mapped 0-f to a-p. The server allows it as redirect target and origin unless `EXTENSION_IDS` says otherwise.
 */
export const extensionId = 'iegoeggchholjniaiiadimhfcodmlhme';
