import { expect, test } from 'vitest';
import { createVault, newKey, parseKeys, VaultError } from './index.ts';

const cell = { table: 'mailboxes', id: 'row-1', column: 'sealed_refresh_token' };
const secret = '1//refresh-token-of-ada';
const vault = createVault(parseKeys(newKey()));

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof VaultError) return error.code;
    throw error;
  }
  return 'none';
};
const altered = (sealed: Buffer, at: number) => {
  const copy = Buffer.from(sealed);
  copy[at] = copy[at]! ^ 1;
  return copy;
};

test('what was sealed for a cell opens there again', () => {
  for (const plain of [secret, '', 'żółć 🎈', 'x'.repeat(100_000)]) {
    expect(vault.open(vault.seal(plain, cell), cell)).toBe(plain);
  }
});

test('the same value never looks the same twice, and never like itself', () => {
  const first = vault.seal(secret, cell);
  expect(first.equals(vault.seal(secret, cell))).toBe(false);
  expect(first.includes(secret)).toBe(false);
  expect(first.toString('base64')).not.toContain(Buffer.from(secret).toString('base64').slice(0, 20));
});

test('a value moved to another row, column or table does not open', () => {
  const sealed = vault.seal(secret, cell);
  for (const elsewhere of [
    { ...cell, id: 'row-2' },
    { ...cell, column: 'sealed_access_token' },
    { ...cell, table: 'sends' },
    { table: 'mailboxes', id: 'row-1","sealed_refresh_token', column: '' },
  ]) {
    expect(codeOf(() => vault.open(sealed, elsewhere))).toBe('not_authentic');
  }
});

test('a change of any single byte is noticed', () => {
  const sealed = vault.seal(secret, cell);
  for (let at = 0; at < sealed.length; at += 1) {
    expect(
      codeOf(() => vault.open(altered(sealed, at), cell)),
      `byte ${at}`,
    ).not.toBe('none');
  }
});

test('a value cut off anywhere, or with a four-byte tag, does not open', () => {
  const sealed = vault.seal(secret, cell);
  for (let length = 1; length < sealed.length; length += 1) {
    expect(
      codeOf(() => vault.open(sealed.subarray(0, length), cell)),
      `${length} bytes`,
    ).toBe('truncated');
  }
  const shortTag = Buffer.from(sealed.subarray(0, sealed.length - 12));
  expect(codeOf(() => vault.open(shortTag, cell))).toBe('truncated');
  expect(codeOf(() => vault.open(Buffer.concat([sealed, Buffer.alloc(1)]), cell))).toBe('truncated');
});

test('a value that was stored in clear is refused, not returned', () => {
  for (const clear of [secret, 'ya29.token', '{"token":"x"}', '\n', '']) {
    expect(codeOf(() => vault.open(Buffer.from(clear), cell))).toBe('not_sealed');
  }
});

test('a format from the future is refused by name', () => {
  const sealed = vault.seal(secret, cell);
  sealed[0] = 2;
  expect(codeOf(() => vault.open(sealed, cell))).toBe('unknown_version');
});

test('a key that BEHALF_KEY no longer lists is refused by name', () => {
  const other = createVault(parseKeys(newKey()));
  expect(codeOf(() => other.open(vault.seal(secret, cell), cell))).toBe('unknown_key');
});

test('after a rotation old values open and say that they want sealing anew', () => {
  const [older, newer] = [newKey(), newKey()];
  const before = createVault(parseKeys(older)).seal(secret, cell);
  const rotated = createVault(parseKeys(`${newer},${older}`));
  expect(rotated.open(before, cell)).toBe(secret);
  expect(rotated.resealNeeded(before, cell)).toBe(true);
  expect(rotated.resealNeeded(rotated.seal(secret, cell), cell)).toBe(false);
  expect(rotated.derive('x')[1]).toEqual(createVault(parseKeys(older)).derive('x')[0]);
});

test('no error repeats the secret or the key', () => {
  const key = newKey();
  for (const work of [
    () => vault.open(Buffer.from(secret), cell),
    () => vault.open(altered(vault.seal(secret, cell), 120), cell),
    () => parseKeys(`${key},${key}`),
    () => parseKeys(`${key}x`),
  ]) {
    let text = '';
    try {
      work();
    } catch (error) {
      text = `${String(error)} ${(error as Error).stack} ${JSON.stringify(error)}`;
    }
    expect(text).toContain('VaultError');
    expect(text).not.toContain(secret);
    expect(text).not.toContain(key.slice(0, 10));
  }
});

test('a key that is missing, short, not base64 or there twice is refused with the way to make one', () => {
  const key = newKey();
  const short = Buffer.alloc(16).toString('base64');
  for (const value of [undefined, '', ' ', short, `${key}!`, 'not a key', `${key},`, `${key},${key}`]) {
    expect(() => parseKeys(value)).toThrow(/npm run keys -- new/);
    expect(codeOf(() => parseKeys(value))).toBe('bad_key');
  }
  expect(parseKeys(` ${key} , ${newKey()}\n`)).toHaveLength(2);
});
