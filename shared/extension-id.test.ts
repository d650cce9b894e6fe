import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import manifest from '../manifest.json' with { type: 'json' };
import { extensionId } from './extension-id.ts';

test('the extension id is the one Chrome derives from the key in the manifest', () => {
  const digest = createHash('sha256').update(Buffer.from(manifest.key, 'base64')).digest('hex').slice(0, 32);
  const derived = [...digest].map((digit) => String.fromCharCode(97 + parseInt(digit, 16))).join('');
  expect(derived).toBe(extensionId);
});
