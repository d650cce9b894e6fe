import { expect, test } from 'vitest';
import { decodeList } from './decode-list.ts';

const utf16 = (text: string) =>
  Uint8Array.from([
    0xff,
    0xfe,
    ...[...text].flatMap((char) => [char.charCodeAt(0) & 255, char.charCodeAt(0) >> 8]),
  ]);

test.each([
  ['UTF-8', new TextEncoder().encode('José;Zoë')],
  ['UTF-8 with its mark', new TextEncoder().encode('\ufeffJosé;Zoë')],
  ['UTF-16, as Excel’s “Unicode text”', utf16('José;Zoë')],
  [
    'Western European, as Excel’s plain CSV',
    Uint8Array.from([0x4a, 0x6f, 0x73, 0xe9, 0x3b, 0x5a, 0x6f, 0xeb]),
  ],
])('a file in %s is read', (_encoding, bytes) => {
  expect(decodeList(bytes)).toBe('José;Zoë');
});
