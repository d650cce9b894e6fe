import { rotateKeys } from '../accounts/rotate-keys.ts';
import { createVault, newKey } from '../accounts/vault/index.ts';
import { readKeys } from '../config.ts';
import { openExisting } from './open-existing.ts';
import { runCommand } from './run-command.ts';

const usage = `Usage: npm run keys -- new      prints a fresh key for BEHALF_KEY (keep it out of the repository)
       npm run keys -- rotate   seals everything under the first key of BEHALF_KEY; put the new key first and keep
                                the old one behind it until this is done`;

await runCommand(usage, {
  new: async () => newKey(),
  async rotate() {
    const vault = createVault(readKeys(process.env));
    const store = await openExisting(process.env);
    try {
      const { resealed, looked } = await rotateKeys(store, vault);
      return `${resealed} of ${looked} values were sealed anew. Older keys can be taken out of BEHALF_KEY now.`;
    } finally {
      await store.close();
    }
  },
});
