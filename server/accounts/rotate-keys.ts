import { replaceSealedCell, walkSealedCells } from '../store/sealed-cells.ts';
import type { Store } from '../store/store.ts';
import type { Vault } from './vault/index.ts';

/**
 * Seals everything anew that still lies under an older key, so that the older key can be thrown away. Safe to stop and
 * to run again. Resolves with how many values were sealed anew and how many were looked at.
 */
export async function rotateKeys(store: Store, vault: Vault): Promise<{ resealed: number; looked: number }> {
  let resealed = 0;
  let looked = 0;
  for await (const cells of walkSealedCells(store.read)) {
    looked += cells.length;
    const old = cells.filter((cell) => vault.resealNeeded(cell.sealed, cell));
    resealed += await store.tx(async (q) => {
      let done = 0;
      for (const cell of old) {
        if (await replaceSealedCell(q, cell, vault.seal(vault.open(cell.sealed, cell), cell))) done += 1;
      }
      return done;
    });
  }
  return { resealed, looked };
}
