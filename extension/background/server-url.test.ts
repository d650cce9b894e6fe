import { expect, test } from 'vitest';
import { parseServerUrl } from './server-url.ts';

test.each([
  ['https://behalf.acme.test/', 'https://behalf.acme.test'],
  ['http://localhost:8787', 'http://localhost:8787'],
  ['http://api.localhost:8787/x', 'http://api.localhost:8787'],
  ['http://127.0.0.1:1', 'http://127.0.0.1:1'],
])('%s is a server at %s', (address, origin) => expect(parseServerUrl(address)).toBe(origin));

test.each([
  'http://behalf.acme.test',
  'http://localhost.evil.test',
  'http://evil.test#localhost',
  'http://127.0.0.1.evil.test',
  'https://user:secret@behalf.acme.test',
  'ftp://localhost',
  'javascript:alert(1)',
  'localhost:8787',
  '',
])('%s is refused', (address) => expect(parseServerUrl(address)).toBeNull());
