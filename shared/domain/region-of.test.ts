import { describe, expect, test } from 'vitest';
import { regionOf } from './region-of.ts';
import { defaultPolicy, trackingOf } from './tracking-policy.ts';

describe('where a recipient is taken to be', () => {
  test.each([
    ['jonas@firma.de', 'consent'],
    ['lucia@empresa.com.es', 'consent'],
    ['amir@company.co.uk', 'consent'],
    ['nora@bedrift.no', 'consent'],
    ['urs@firma.ch', 'consent'],
    ['marie@entreprise.ca', 'consent'],
    ['jonas@studio.berlin', 'consent'],
    ['ANNA@FIRMA.AT', 'consent'],
    ['eleni@etairia.xn--qxam', 'consent'],
    // A provider's country tells where its customer is; its generic name does not.
    ['jonas@gmx.de', 'consent'],
    ['amir@yahoo.co.uk', 'consent'],
    ['somebody@gmail.com', 'unknown'],
    ['somebody@outlook.com', 'unknown'],
    ['somebody@icloud.com', 'unknown'],
    ['somebody@startup.io', 'unknown'],
    ['somebody@lab.ai', 'unknown'],
    ['somebody@club.online', 'unknown'],
    ['somebody@example.xn--p1ai', 'unknown'],
    ['ravi@company.in', 'elsewhere'],
    ['ana@empresa.com.br', 'elsewhere'],
    ['sam@college.edu', 'elsewhere'],
    ['sam@company.us', 'elsewhere'],
    // The domain counts, whatever stands before the @.
    ['gmail.com.de@company.us', 'elsewhere'],
  ] as const)('%s: %s', (email, region) => {
    expect(regionOf(email)).toBe(region);
  });
});

describe('what is seen of an email', () => {
  const all = { opens: true, clicks: true };

  test('nothing unless it was asked for, whatever the policy allows', () => {
    const open = {
      ...defaultPolicy,
      tracking: { consent: 'individual', unknown: 'individual', elsewhere: 'individual' },
    } as const;
    expect(trackingOf(open, 'elsewhere', { opens: false, clicks: false })).toBe('off');
    expect(trackingOf(open, 'consent', { opens: false, clicks: true })).toBe('individual');
  });

  test('by default nothing where the law asks for consent, sums where nobody knows, and each one elsewhere', () => {
    expect(trackingOf(defaultPolicy, 'consent', all)).toBe('off');
    expect(trackingOf(defaultPolicy, 'unknown', all)).toBe('aggregate');
    expect(trackingOf(defaultPolicy, 'elsewhere', all)).toBe('individual');
  });
});
