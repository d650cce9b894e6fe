import type { define } from './define.ts';

/** Every table by name, with PostgreSQL's types, which stand for both engines. */
export type Tables = ReturnType<typeof define>;
