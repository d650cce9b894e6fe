import { closeSync, openSync, readSync, writeSync } from 'node:fs';

/**
 * How far one server's clock is off, in a file that both sides keep open: a jump is seen by the very next look at the
 * clock, also by a process that was stopped meanwhile, as with a real clock. A message would come too late for that.
 */
export type ClockFile = ReturnType<typeof createClockFile>;

export function createClockFile(path: string) {
  const file = openSync(path, 'w+');
  const bytes = Buffer.alloc(8);
  let offset = 0;
  const set = (ms: number): void => {
    offset = ms;
    bytes.writeBigInt64LE(BigInt(ms));
    writeSync(file, bytes, 0, 8, 0);
  };
  set(0);
  return {
    path,
    set,
    get offset() {
      return offset;
    },
    close: () => closeSync(file),
  };
}

/** The other side: the offset as it is now, in milliseconds. */
export function openClockFile(path: string): () => number {
  const file = openSync(path, 'r');
  const bytes = Buffer.alloc(8);
  return () => {
    readSync(file, bytes, 0, 8, 0);
    return Number(bytes.readBigInt64LE());
  };
}
