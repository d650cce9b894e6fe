import type { BatchTemplate } from '../../shared/messages/batch-messages.ts';
import type { StorageArea } from '../platform/storage.ts';
import { base64url } from './base64url.ts';

type Kept = { token: string; template: BatchTemplate };

// Each can be as long as an email may be, and the area holds 10 MB.
const most = 5;

/** Drafts on their way from a site's compose form to our own page, kept where a restart of the worker finds them. */
export function createTemplates(session: StorageArea, randomBytes: (count: number) => Uint8Array) {
  const load = async () => (await session.get<Kept[]>('templates')) ?? [];
  return {
    /** Resolves with the token under which the page finds it, also after a reload. */
    keep: async (template: BatchTemplate): Promise<string> => {
      const token = base64url(randomBytes(32));
      await session.set('templates', [...(await load()), { token, template }].slice(-most));
      return token;
    },
    find: async (token: string): Promise<BatchTemplate | undefined> =>
      (await load()).find((each) => each.token === token)?.template,
  };
}
export type Templates = ReturnType<typeof createTemplates>;
