import { startSite } from './start.ts';

const site = await startSite({ port: Number(process.env.HIRELINE_PORT ?? 0) });
process.stdout.write(`${JSON.stringify({ url: site.url, port: site.port })}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void site.close().then(() => process.exit(0)));
