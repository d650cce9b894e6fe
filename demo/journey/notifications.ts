import type { ChromeApi } from './chrome-api.ts';
import type { Person } from './person.ts';
import { until } from './until.ts';

declare const chrome: ChromeApi;

/** Lets the worker look for news now, as its alarm does each minute. */
export async function lookForNews(person: Person): Promise<void> {
  const worker = await person.worker();
  await worker.evaluate(() => chrome.alarms.onAlarm.dispatch({ name: 'poll' }));
}

/** The ids of the notifications on this person's screen. An id says what the notification is about. */
export async function listNotifications(person: Person): Promise<string[]> {
  const worker = await person.worker();
  return Object.keys(await worker.evaluate(() => chrome.notifications.getAll()));
}

/** Waits for a notification about `kind` (`request`, `grant`, `send`, `mailbox` …) and returns its id. */
export async function awaitNotification(person: Person, kind: string): Promise<string> {
  await lookForNews(person);
  return until(`a notification about a ${kind} for ${person.firstName}`, async () =>
    (await listNotifications(person)).find((id) => id.startsWith(`behalf:${kind}:`)),
  );
}

/** Clicks a button of a notification: 0 is the first. */
export async function clickNotification(person: Person, id: string, button: number): Promise<void> {
  const worker = await person.worker();
  await worker.evaluate(([which, index]) => chrome.notifications.onButtonClicked.dispatch(which, index), [
    id,
    button,
  ] as const);
}

/** The number on the toolbar icon; empty when nothing waits. */
export async function readBadge(person: Person): Promise<string> {
  const worker = await person.worker();
  return worker.evaluate(() => chrome.action.getBadgeText({}));
}
