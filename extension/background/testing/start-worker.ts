import type { Envelope, Messages, MessageType } from '../../../shared/messages/messages.ts';
import type { Outcome } from '../../../shared/messages/outcome.ts';
import type { MessageSender } from '../../platform/runtime.ts';
import { listen } from '../listen.ts';
import { fakeEnvironment, type FakeServer } from './fake-environment.ts';
import { fakePlatform, ourPage } from './fake-platform.ts';
import type { fakeStorage } from './fake-storage.ts';

/** A whole worker over a fake browser and a fake server. With the `storage` of an earlier one it is that one restarted. */
export function startWorker(server: FakeServer, storage?: ReturnType<typeof fakeStorage>, start?: number) {
  const browser = fakePlatform(storage);
  const network = fakeEnvironment(server, start);
  const background = listen(browser.platform, network.environment);
  const ask = async <Type extends MessageType>(
    type: Type,
    payload: Messages[Type]['payload'],
    sender: MessageSender = ourPage,
  ): Promise<Outcome<Messages[Type]['value']>> => {
    const envelope: Envelope = { behalf: true, version: '1.0.0', type, payload };
    return (await browser.events.message.fire(envelope, sender)[0]) as Outcome<Messages[Type]['value']>;
  };
  return { ...browser, ...network, background, ask };
}

/** Puts a session into storage, as after a sign-in. It lasts longer than any test's clock runs. */
export async function signedIn(storage: ReturnType<typeof fakeStorage>, now: number): Promise<void> {
  const serverUrl = 'http://localhost:8787';
  await storage.local.set('refresh', { token: 'refresh-token', serverUrl });
  await storage.session.set('access', { token: 'access-token', serverUrl, expiresAt: now + 7 * 86_400_000 });
}

/** Lets everything that was set off without being waited for come to rest. */
export const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setTimeout(resolve, 0));
};
