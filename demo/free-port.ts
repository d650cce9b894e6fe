import { createServer, type AddressInfo } from 'node:net';

/** Whether nobody on this machine listens on the port at 127.0.0.1. */
export const isFree = (port: number): Promise<boolean> => listenOnce(port).then(Boolean, () => false);

/** A port nobody uses now. The Behalf server must know its own address before it listens, so it can't take port 0. */
export const freePort = (): Promise<number> => listenOnce(0);

const listenOnce = (port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const taken = (server.address() as AddressInfo).port;
      server.close(() => resolve(taken));
    });
  });
