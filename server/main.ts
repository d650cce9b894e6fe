import { ConfigError, readConfig } from './config.ts';
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
  // Only sentences of our own are printed: a library's message may quote what it was given.
  const known = fault instanceof ConfigError || (fault instanceof Error && fault.name.endsWith('StoreError'));
  const code = (fault as { code?: string }).code;
  console.error(
    `Behalf did not start. ${known ? (fault as Error).message : `${(fault as Error).name} ${code ?? ''}`}`,
  );
  process.exit(1);
}
