import type { Me } from '../../../shared/api/me.ts';
import type { LiveTopic } from '../../../shared/messages/live.ts';
import { succeed, type Outcome } from '../../../shared/messages/outcome.ts';
import type { SessionView } from '../../../shared/messages/session-messages.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Api } from '../api-client.ts';
import type { Http } from '../api/http.ts';
import type { Cache } from '../cache.ts';
import type { Settings } from '../settings.ts';
import { signInAt } from './sign-in.ts';
import type { Tokens } from './tokens.ts';

type Parts = {
  platform: Pick<Platform, 'identity' | 'i18n'>;
  http: Http;
  api: Api;
  tokens: Tokens;
  cache: Cache;
  settings: Settings;
  randomBytes(count: number): Uint8Array;
  /** Everything but settings goes: what a session leaves behind must not meet the next one. */
  forget(notice?: string): Promise<void>;
  notice(): Promise<string | undefined>;
  changed(...topics: LiveTopic[]): void;
  onSignedIn(): void;
};

const everything: LiveTopic[] = ['session', 'grants', 'senders', 'sends', 'mailboxes'];

/** Who is signed in, and how that begins and ends. */
export function createSession(parts: Parts) {
  const { platform, http, api, tokens, cache, settings, changed } = parts;
  let signingIn: Promise<Outcome<SessionView>> | undefined;

  const signedOut = async (): Promise<SessionView> => {
    const serverUrl = await settings.serverUrl();
    const notice = await parts.notice();
    return notice === undefined
      ? { state: 'signedOut', serverUrl }
      : { state: 'signedOut', serverUrl, notice };
  };
  const me = (): Promise<Outcome<Me>> => cache.read('session', api.me);
  const read = async (): Promise<Outcome<SessionView>> => {
    if (!(await tokens.signedIn())) return succeed(await signedOut());
    const answer = await me();
    if (answer.ok)
      return succeed({ state: 'signedIn', serverUrl: await settings.serverUrl(), me: answer.value });
    return answer.error.code === 'signed_out' ? succeed(await signedOut()) : answer;
  };
  const begin = async (): Promise<Outcome<SessionView>> => {
    const serverUrl = await settings.serverUrl();
    const { identity, i18n } = platform;
    const answer = await signInAt(serverUrl, {
      identity,
      http,
      text: i18n.text,
      randomBytes: parts.randomBytes,
    });
    if (!answer.ok) return answer;
    await parts.forget();
    await tokens.save(serverUrl, answer.value);
    changed(...everything);
    parts.onSignedIn();
    return read();
  };
  const signOut = async (): Promise<Outcome<SessionView>> => {
    // Signed out here in any case; a server that can't be reached learns of it when the tokens expire.
    if (await tokens.signedIn()) await api.logout();
    await parts.forget();
    changed(...everything);
    return succeed(await signedOut());
  };
  const deleteData = async (email: string): Promise<Outcome<{ stopped: number }>> => {
    const answer = await api.deleteMe(email);
    if (!answer.ok) return answer;
    await parts.forget();
    changed(...everything);
    return answer;
  };
  return {
    read,
    me,
    signOut,
    deleteData,
    /** A second click while the provider's window is open waits for the same sign-in. */
    signIn: () =>
      (signingIn ??= begin().finally(() => {
        signingIn = undefined;
      })),
    /** The server ended the session: says so instead of failing quietly. */
    lost: async () => {
      await parts.forget(platform.i18n.text('worker_session_ended'));
      changed(...everything);
    },
  };
}
export type Session = ReturnType<typeof createSession>;
