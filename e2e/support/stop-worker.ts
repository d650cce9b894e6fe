import type { Person } from '../../demo/journey/person.ts';
import { until } from '../../demo/journey/until.ts';

/** Stops the service worker, as the browser does after half a minute of silence. The next message wakes it. */
export async function stopWorker({ context, openOwn }: Person): Promise<void> {
  const page = await openOwn('options');
  const session = await context.newCDPSession(page);
  await session.send('ServiceWorker.enable');
  await session.send('ServiceWorker.stopAllWorkers');
  await until('the end of the service worker', () => context.serviceWorkers().length === 0);
  await page.close();
}
