import { readConfig } from './config.ts';
import { describeStartFault } from './describe-start-fault.ts';
import { createLog } from './log.ts';
import { startServer } from './start-server.ts';

// Node opens its inspector, and with it every secret in memory, on SIGUSR1; this server never does.
process.on('SIGUSR1', () => {});

try {
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  const server = await startServer(config, log);
  let stopping: Promise<never> | undefined;
  // Once is enough: a second signal does not cut short what the first one waits for.
  const stop = () => void (stopping ??= close());
  const close = async () => {
    await server.close().catch((fault: unknown) => log.error('The server did not stop cleanly.', { fault }));
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('unhandledRejection', (fault) => log.error('Something failed unnoticed.', { fault }));
} catch (fault) {
  console.error(`Behalf did not start. ${describeStartFault(fault)}`);
  process.exit(1);
}
