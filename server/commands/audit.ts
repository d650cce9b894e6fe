import { verifyAudit } from '../audit/verify.ts';
import { listWorkspaceIds } from '../store/workspaces.ts';
import { openExisting } from './open-existing.ts';
import { runCommand } from './run-command.ts';

await runCommand('Usage: npm run audit -- verify   walks the audit chain of every workspace', {
  async verify() {
    const store = await openExisting(process.env);
    try {
      const lines: string[] = [];
      for (const id of await listWorkspaceIds(store.read)) {
        const { ok, entries, brokenAt } = await verifyAudit(store.read, id);
        if (!ok) process.exitCode = 1;
        lines.push(`${id}: ${ok ? `whole, ${entries} entries` : `BROKEN at entry ${brokenAt}`}`);
      }
      return lines.join('\n') || 'There is no workspace yet.';
    } finally {
      await store.close();
    }
  },
});
