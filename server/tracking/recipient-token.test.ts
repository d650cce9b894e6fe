import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { createVault, newKey, parseKeys } from '../accounts/vault/index.ts';
import { rotateKeys } from '../accounts/rotate-keys.ts';
import { eachEngine } from '../store/testing/engines.ts';
import type { Store } from '../store/store.ts';
import { createRecipientTokens, type TokenPurpose } from './recipient-token.ts';

const purposes: TokenPurpose[] = ['open', 'unsubscribe', { click: 0 }, { click: 258 }, { click: 65_535 }];
const vault = createVault(parseKeys(newKey()));

/** A store that counts how often it is asked for anything. */
function counted(store: Store) {
  let asked = 0;
  const counting = new Proxy(store, {
    get(target, name, receiver) {
      asked += 1;
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
  return { counting, asked: () => asked };
}

eachEngine((_engine, open, openSeveral) => {
  test('a token says which email it belongs to and what for, and fits into a URL', async () => {
    const tokens = createRecipientTokens(await open(), vault);
    for (const purpose of purposes) {
      const sendId = randomUUID();
      const token = await tokens.make(purpose, sendId);
      expect(token).toMatch(/^[\w-]{44,47}$/);
      expect(await tokens.read(token)).toEqual({ sendId, purpose });
    }
    await expect(tokens.make({ click: 65_536 }, randomUUID())).rejects.toThrow(RangeError);
  });

  test('no bit and no character of it can be another, and another spelling of it is none', async () => {
    const tokens = createRecipientTokens(await open(), vault);
    for (const purpose of ['unsubscribe', { click: 7 }] as const) {
      const token = await tokens.make(purpose, randomUUID());
      const bytes = Buffer.from(token, 'base64url');
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const forged = Buffer.from(bytes);
        forged[bit >> 3]! ^= 1 << (bit & 7);
        expect(await tokens.read(forged.toString('base64url')), `bit ${bit}`).toBeNull();
      }
      const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
      for (const last of alphabet) {
        if (token.at(-1) === last) continue;
        expect(await tokens.read(token.slice(0, -1) + last), last).toBeNull();
      }
      for (const other of [
        '',
        token.slice(0, -1),
        `${token}A`,
        `${token}=`,
        `${token}\n`,
        `${token}.gif`,
        token + token,
      ])
        expect(await tokens.read(other), JSON.stringify(other)).toBeNull();
    }
    for (const other of ['é'.repeat(44), 'A'.repeat(44), 'A'.repeat(47), '/../../etc/passwd', '\u0000'])
      expect(await tokens.read(other)).toBeNull();
  });

  test('a token of one server is nothing on another', async () => {
    const token = await createRecipientTokens(await open(), vault).make('open', randomUUID());
    expect(await createRecipientTokens(await open(), vault).read(token)).toBeNull();
  });

  test('two processes at once sign under the same key', async () => {
    for (let round = 0; round < 10; round += 1) {
      const sendId = randomUUID();
      const both = (await openSeveral(2)).map((store) => createRecipientTokens(store, vault));
      const made = await Promise.all(both.map((tokens) => tokens.make('unsubscribe', sendId)));
      expect(made[0]).toBe(made[1]);
    }
  }, 60_000);

  test('tokens outlive a change of BEHALF_KEY, also after everything was sealed anew', async () => {
    const store = await open();
    const [older, newer] = [newKey(), newKey()];
    const sendId = randomUUID();
    const token = await createRecipientTokens(store, createVault(parseKeys(older))).make(
      'unsubscribe',
      sendId,
    );
    await rotateKeys(store, createVault(parseKeys(`${newer},${older}`)));
    const tokens = createRecipientTokens(store, createVault(parseKeys(newer)));
    expect(await tokens.read(token)).toEqual({ sendId, purpose: 'unsubscribe' });
  });

  test('a forged token costs no look into the database', async () => {
    const { counting, asked } = counted(await open());
    const tokens = createRecipientTokens(counting, vault);
    const token = await tokens.make('open', randomUUID());
    const before = asked();
    for (let i = 0; i < 100; i += 1) {
      const forged = Buffer.from(token, 'base64url');
      forged[20]! ^= i + 1;
      expect(await tokens.read(forged.toString('base64url'))).toBeNull();
    }
    expect(await tokens.read(token)).not.toBeNull();
    expect(asked()).toBe(before);
  });

  test('a database that was away for a moment is asked again', async () => {
    const store = await open();
    let away = true;
    const flaky = new Proxy(store, {
      get(target, name, receiver) {
        if (away && name === 'read') throw new Error('away');
        return Reflect.get(target, name, receiver) as unknown;
      },
    });
    const tokens = createRecipientTokens(flaky, vault);
    await expect(tokens.make('open', randomUUID())).rejects.toThrow('away');
    away = false;
    expect(await tokens.make('open', randomUUID())).toMatch(/^[\w-]{44}$/);
  });
});
