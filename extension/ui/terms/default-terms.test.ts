import { describe, expect, test } from 'vitest';
import { isDomainName } from '../../../shared/domain/domain-name.ts';
import * as shared from '../../../shared/domain/terms.ts';
import { defaultTerms, maxDailyCap, normalised, readDomains } from './default-terms.ts';

test('the defaults are those of the contract', () => {
  expect(defaultTerms).toEqual(shared.defaultTerms);
  expect(maxDailyCap).toBe(shared.maxDailyCap);
  expect(normalised({ dailyCap: 3 })).toEqual(shared.normaliseTerms({ dailyCap: 3 }));
});

describe('domains as people type them', () => {
  test('may be parted by commas, spaces or lines and begin with @', () =>
    expect(readDomains(' @Acme.com, example.org\nb.test;').domains).toEqual([
      'acme.com',
      'example.org',
      'b.test',
    ]));

  test.each([
    'acme',
    'acme..com',
    '-a.com',
    'a_b.com',
    'münchen.de',
    'ada@acme.com',
    'a.com/x',
    `${'a'.repeat(64)}.com`,
  ])('refuse %s, as the server would', (typed) => {
    expect(readDomains(typed)).toEqual({ domains: [], wrong: [typed] });
    expect(isDomainName(typed)).toBe(false);
  });
});
