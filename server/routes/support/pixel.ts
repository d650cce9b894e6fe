/** The smallest GIF (GIF89a) with one transparent pixel: 43 bytes. */
export const pixelGif = Uint8Array.from(
  Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64'),
);

/** A picture may stand in any page: a mail program's. */
export const pixelHeaders = { 'content-type': 'image/gif', 'cross-origin-resource-policy': 'cross-origin' };
