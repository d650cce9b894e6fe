import { fail, succeed } from '../../shared/messages/outcome.ts';
import type { Platform } from '../platform/platform.ts';
import { surfaceFiles } from '../surface-files.ts';
import type { Handlers } from './handlers.ts';

type Parts = { scripting: Pick<Platform['scripting'], 'inject'>; text(key: string): string };

/** Gives a content script the rest of itself, into the page it spoke from and into no other. */
export const handleSurfaces = ({ scripting, text }: Parts): Pick<Handlers, 'surfaces:load'> => ({
  'surfaces:load': async ({ which }, from) => {
    if (from.class !== 'content') return fail('refused', text('worker_refused'));
    const { tabId, documentId } = from;
    return scripting.inject({ tabId, documentId }, [surfaceFiles[which]]).then(
      () => succeed(null),
      // The page is gone, or the browser has taken the permission back in between.
      () => fail('unavailable', text('worker_fault')),
    );
  },
});
