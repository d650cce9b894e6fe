import type { OwnPage } from '../../shared/messages/site-messages.ts';
import type { Platform } from '../platform/platform.ts';

/** What a page of ours shows at once, as its hash says it: `#grant=<id>`, `#send=<id>`… */
export type PageTarget = { grant?: string; send?: string; batch?: string; template?: string; by?: string };

/** Opens pages of ours in a tab. */
export const createPages = ({ runtime, tabs }: Pick<Platform, 'runtime' | 'tabs'>) => ({
  open: (page: OwnPage, target: PageTarget = {}): Promise<void> => {
    const hash = new URLSearchParams(Object.entries(target).filter(([, id]) => id)).toString();
    return tabs.open(runtime.url(`extension/pages/${page}/index.html`) + (hash && `#${hash}`));
  },
});
export type Pages = ReturnType<typeof createPages>;
