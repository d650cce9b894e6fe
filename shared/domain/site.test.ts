import { expect, test } from 'vitest';
import { siteOf } from './site.ts';

test.each([
  ['https://jobs.example.com/settings?x=1', 'https://jobs.example.com'],
  ['http://hireline.localhost:4173', 'http://hireline.localhost'],
  ['https://user:secret@jobs.example.com', 'https://jobs.example.com'],
])('the site of %s is %s', (address, site) => expect(siteOf(address)).toBe(site));

test.each(['chrome://extensions', 'file:///etc/passwd', 'null', '', 'javascript:alert(1)'])(
  'there is no site for %s',
  (address) => expect(siteOf(address)).toBeNull(),
);
