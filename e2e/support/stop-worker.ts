import type { CDPSession } from 'playwright/test';
import type { Person } from '../../demo/journey/person.ts';

type VersionsUpdated = { versions: { runningStatus: string }[] };

/**
 * Stops the service worker, as the browser does after half a minute of silence, and resolves when it has ended. The
 * next message wakes it; until then whatever is asked of `person.worker()` waits.
 */
export async function stopWorker(person: Person): Promise<void> {
  const { context } = person;
  const worker = await person.worker();
  const page = await context.newPage();
  // A page of the extension's origin that runs nothing of ours, so that it does not wake the worker itself.
  await page.goto(new URL('/manifest.json', worker.url()).href);
  const session = await context.newCDPSession(page);
  // Playwright keeps one handle over all lives of a worker and tells of no end: the browser does, and says at once if it
  // has stopped already.
  const stopped = awaitStop(session);
  await session.send('ServiceWorker.enable');
  await session.send('ServiceWorker.stopAllWorkers');
  await stopped;
  await page.close();
}

const awaitStop = (session: CDPSession): Promise<void> =>
  new Promise((resolve) => {
    session.on('ServiceWorker.workerVersionUpdated', ({ versions }: VersionsUpdated) => {
      if (versions.some(({ runningStatus }) => runningStatus === 'stopped')) resolve();
    });
  });
