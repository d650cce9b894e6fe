import type { Platform } from '../platform/platform.ts';
import { createBackground, type Background } from './background.ts';
import type { Environment } from './environment.ts';
import { createRouter } from './router.ts';

const pollAlarm = 'poll';

/**
 * Registers every listener, synchronously: the browser wakes a stopped worker for an event only when its listener was
 * there after the first turn of the script.
 */
export function listen(platform: Platform, environment: Environment): Background {
  const { runtime, alarms, notifications, permissions, windows, i18n } = platform;
  const background = createBackground(platform, environment);
  const { handlers, surroundings, ports, sites, feed, badge, notifier, clicks, ask, submit, tokens } =
    background;
  // What nobody waits for may fail: the next alarm tries again.
  const run = (act: () => Promise<unknown>) => void act().catch(() => undefined);
  const tick = async () => {
    await feed.poll();
    await notifier.showDigests();
  };

  runtime.onMessage(createRouter({ handlers, surroundings, version: runtime.version(), text: i18n.text }));
  runtime.refuseExternal();
  runtime.onConnect((port) => run(() => ports.accept(port)));
  runtime.onInstalled(() => run(sites.registerAgain));
  runtime.onStartup(() => run(tick));
  alarms.onAlarm((name) => {
    if (name === pollAlarm) run(tick);
  });
  notifications.onClicked((id) => run(() => clicks.clicked(id)));
  notifications.onButtonClicked((id, button) => run(() => clicks.buttonClicked(id, button)));
  permissions.onRemoved(() => run(sites.permissionsRemoved));
  windows.onClosed((windowId) => run(() => ask.closed(windowId)));

  run(() => platform.storage.keepFromContentScripts());
  run(() => alarms.every(pollAlarm, 1));
  run(async () => {
    if (!(await tokens.signedIn())) return;
    await submit.finish();
    await badge.refresh();
  });
  return background;
}
