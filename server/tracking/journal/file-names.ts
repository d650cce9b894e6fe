import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

const host = hostname().replaceAll(/[^\w-]/g, '-');
/** Names this process, whichever others had its number before. */
export const thisProcess = randomBytes(6).toString('hex');
let count = 0;

/** A name for a file of hits: it says which process on which machine writes it. */
export const nextFileName = (): string => `${host}.${process.pid}.${thisProcess}.${(count += 1)}.hits`;

/** Who writes a file, by its name; null for a name that is none of ours. */
export function writerOf(name: string): { isThisProcess: boolean; isThisHost: boolean; pid: number } | null {
  const said = /^([\w-]+)\.(\d+)\.([\da-f]{12})\.\d+\.hits$/.exec(name);
  return (
    said && { isThisProcess: said[3] === thisProcess, isThisHost: said[1] === host, pid: Number(said[2]) }
  );
}
