import { statfsSync } from 'node:fs';

/** Where Linux keeps files in memory. Containers may have little of it. */
const MEMORY = '/dev/shm';
const NEEDED_BYTES = 2_000_000_000;

/**
 * Temporary files of everything that is started after are kept in memory where there is room, unless `TMPDIR` names
 * another place. What the product does for the sake of durability it still does, only nobody waits for a disk.
 */
export function keepFilesInMemory(): void {
  if (process.env.TMPDIR === undefined && hasRoom()) process.env.TMPDIR = MEMORY;
}

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= NEEDED_BYTES;
  } catch {
    return false;
  }
}
