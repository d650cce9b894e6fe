import { thisProcess } from './file-names.ts';

let count = 0;

/** What tells a hit from every other one, of this and any other process. */
export const nextMark = (): string => `${thisProcess}-${(count += 1).toString(36)}`;
