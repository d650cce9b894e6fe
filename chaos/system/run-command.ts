import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs a program as somebody, or as ourselves; false when it is not installed or fails. */
export const succeeds = (
  file: string,
  args: string[],
  as: { uid: number; gid: number } | undefined,
): Promise<boolean> =>
  run(file, args, as).then(
    () => true,
    () => false,
  );
