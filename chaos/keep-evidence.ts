import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Evidence } from './judge/evidence.ts';

/** Below the project and ignored by git: what a run was judged by, for whoever looks for the cause. */
const kept = fileURLToPath(new URL('../dist/chaos-evidence', import.meta.url));

/** Keeps what the servers wrote to their logs and all that was judged. Resolves with the folder. */
export function keepEvidence(name: string, evidence: Evidence, folder: string): string {
  const target = join(kept, name);
  mkdirSync(target, { recursive: true });
  const log = join(folder, 'servers.log');
  if (existsSync(log)) copyFileSync(log, join(target, 'servers.log'));
  const { journal, receipts, stalls, stored, now } = evidence;
  const write = (file: string, value: unknown) =>
    writeFileSync(join(target, file), JSON.stringify(value, null, 1));
  write('told.json', { ...journal, now });
  write('provider.json', { receipts, stalls });
  write('stored.json', stored);
  return target;
}
