/** What the worker needs beside the browser's extension APIs. Handed in, so that tests have their own clock and network. */
export interface Environment {
  fetch: typeof fetch;
  /** Milliseconds since the epoch. */
  now(): number;
  randomBytes(count: number): Uint8Array<ArrayBuffer>;
  wait(milliseconds: number): Promise<void>;
  /** Calls `act` again and again until the returned function is called. */
  repeat(milliseconds: number, act: () => void): () => void;
  openSocket(url: string): WebSocket;
}

export const environment: Environment = {
  fetch: (...request) => fetch(...request),
  now: () => Date.now(),
  randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  repeat: (milliseconds, act) => {
    const timer = setInterval(act, milliseconds);
    return () => clearInterval(timer);
  },
  openSocket: (url) => new WebSocket(url),
};
