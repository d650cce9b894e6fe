import { expect, test } from 'vitest';
import { newKey } from './accounts/vault/index.ts';
import { ConfigError, readConfig } from './config.ts';

const needed = { BEHALF_KEY: newKey(), GOOGLE_CLIENT_ID: 'id', GOOGLE_CLIENT_SECRET: 'secret' };

test('no proxy is trusted and no limit is widened unless the environment says so', () => {
  expect(readConfig(needed)).toMatchObject({ trustedProxyHops: 0, rateLimitFactor: 1 });
  const set = { TRUSTED_PROXY_HOPS: '2', RATE_LIMIT_FACTOR: '2.5' };
  expect(readConfig({ ...needed, ...set })).toMatchObject({ trustedProxyHops: 2, rateLimitFactor: 2.5 });
});

test.each([
  ['TRUSTED_PROXY_HOPS', '-1'],
  ['TRUSTED_PROXY_HOPS', '1.5'],
  ['TRUSTED_PROXY_HOPS', 'true'],
  ['TRUSTED_PROXY_HOPS', '*'],
  ['RATE_LIMIT_FACTOR', '0'],
  ['RATE_LIMIT_FACTOR', 'off'],
])('%s=%s stops the start and is named', (name, value) => {
  const read = () => readConfig({ ...needed, [name]: value });
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(name);
});

test('everything that is missing is named at once, with the way to get it', () => {
  expect(() => readConfig({})).toThrow(/GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, BEHALF_KEY.*keys -- new/);
  expect(() => readConfig({ ...needed, BEHALF_KEY: '' })).toThrow(/^Not set: BEHALF_KEY\./);
});

test('a number that is none is called that', () => {
  expect(() => readConfig({ ...needed, PORT: 'abc' })).toThrow("PORT can't be used: it is not a number.");
});
