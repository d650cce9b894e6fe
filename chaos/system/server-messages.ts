/** What a waiting server process is told: with which environment to start, and whose clock to read. */
export type Start = { env: Record<string, string>; clockFile: string };

export type ToServer =
  | { start: Start }
  /** Die (SIGKILL) where the n-th send from now is about to leave: marked as fired, nothing requested. Null: don't. */
  | { dieAtSend: number | null }
  | { close: true };

export type FromServer =
  /** Everything is loaded; nothing is opened yet. */
  | { loaded: true }
  | { ready: { port: number } }
  /** It could not start, or something failed unnoticed: what was said. */
  | { failed: string }
  | { unnoticed: string };
