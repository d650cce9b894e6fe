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
  const stop = async () => {
    await server.close();
    process.exit(0);
  };
  process.once('SIGTERM', () => void stop());
  process.once('SIGINT', () => void stop());
  process.on('unhandledRejection', (fault) => log.error('Something failed unnoticed.', { fault }));
} catch (fault) {
  console.error(`Behalf did not start. ${describeStartFault(fault)}`);
  process.exit(1);
}
