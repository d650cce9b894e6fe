/** A place of the server's source that is replaced when it is built, to see that the suite would notice. */
export type Bug = {
  name: string;
  /** What is wrong with it, in one sentence. */
  what: string;
  /** From the project's root. */
  file: string;
  find: string;
  put: string;
};

/** @throws when the source does not hold the place exactly once: the bug would otherwise rot into no bug at all */
export function applyBug({ name, file, find, put }: Bug, source: string): string {
  const found = source.split(find).length - 1;
  if (found !== 1) throw new Error(`The bug "${name}" must fit ${file} in one place, and fits in ${found}.`);
  return source.replace(find, () => put);
}
