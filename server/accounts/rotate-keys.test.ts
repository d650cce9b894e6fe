import { expect, it } from 'vitest';
import { eachEngine } from '../store/testing/engines.ts';
import { walkSealedCells } from '../store/sealed-cells.ts';
import { allowed, createWorld, sharedGoogle } from '../testing/world.ts';
import { rotateKeys } from './rotate-keys.ts';
import { createVault, newKey, parseKeys } from './vault/index.ts';

const shared = sharedGoogle();

eachEngine((_engine, open) => {
  it('seals everything under the new key, so that the old one can be thrown away', async () => {
    const oldKey = newKey();
    const newOne = newKey();
    const world = createWorld(await open(), shared.google, createVault(parseKeys(oldKey)));
    const maya = await world.join('maya@acme.test');
    allowed(await world.submit(maya, { from: { mailboxId: maya.mailboxId } }));
    await world.dispatchAll();

    const both = createVault(parseKeys(`${newOne},${oldKey}`));
    expect(await rotateKeys(world.store, both)).toEqual({ resealed: 6, looked: 6 });
    expect(await rotateKeys(world.store, both)).toEqual({ resealed: 0, looked: 6 });

    const onlyNew = createVault(parseKeys(newOne));
    for await (const cells of walkSealedCells(world.store.read)) {
      for (const cell of cells) expect(onlyNew.open(cell.sealed, cell)).not.toBe('');
    }
  });
});
