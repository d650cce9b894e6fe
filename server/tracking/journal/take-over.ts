import { readdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArrivedHit } from '../record-hits.ts';
import { nextFileName, writerOf } from './file-names.ts';
import { readHit } from './hit-line.ts';
import { segmentOf, type Segment } from './journal.ts';

/** A file that nobody wrote to for so long (milliseconds) belongs to a process that is gone: counting takes seconds. */
const abandonedMs = 10 * 60_000;

/**
 * Takes over what processes that are gone have written and not counted. `isAlone`: no other process works on this
 * database, so every file is such a one. Of two processes that try, one gets it.
 */
export async function takeOver(folder: string, { isAlone }: { isAlone: boolean }): Promise<Segment[]> {
  const segments: Segment[] = [];
  for (const name of await namesIn(folder)) {
    const path = join(folder, name);
    if (!(await isAbandoned(path, name, isAlone))) continue;
    const own = join(folder, nextFileName());
    const isOurs = await rename(path, own).then(
      () => true,
      () => false,
    );
    if (isOurs) segments.push(await readSegment(own));
  }
  return segments;
}

const namesIn = (folder: string): Promise<string[]> =>
  readdir(folder).then(
    (names) => names.filter((name) => writerOf(name)).sort(),
    () => [],
  );

async function isAbandoned(path: string, name: string, isAlone: boolean): Promise<boolean> {
  const { isThisProcess, isThisHost, pid } = writerOf(name)!;
  if (isThisProcess) return false;
  // Our own number with another name: it was somebody else's, as in a container that was started again.
  if (isAlone || (isThisHost && (pid === process.pid || !isAlive(pid)))) return true;
  const found = await stat(path).catch(() => null);
  return found !== null && Date.now() - found.mtimeMs > abandonedMs;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (fault) {
    // Somebody else's process is one, too.
    return (fault as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function readSegment(path: string): Promise<Segment> {
  const hits: ArrivedHit[] = [];
  let counted = 0;
  // What stands behind the last line break was never acknowledged.
  for (const line of (await readFile(path, 'utf8')).split('\n').slice(0, -1)) {
    const mark = /^= (\d+)$/.exec(line)?.[1];
    if (mark !== undefined) counted = Number(mark);
    const hit = readHit(line);
    if (hit) hits.push(hit);
  }
  const rest = segmentOf(path, hits.slice(counted));
  return { ...rest, mark: (count) => rest.mark(counted + count) };
}
