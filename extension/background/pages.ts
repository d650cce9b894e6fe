import type { Platform } from '../platform/platform.ts';

/** Opens pages of ours in a tab. The grant to show stands in the hash: `#grant=<id>`. */
export const createPages = ({ runtime, tabs }: Pick<Platform, 'runtime' | 'tabs'>) => ({
  open: (page: 'delegation' | 'options', grantId?: string): Promise<void> =>
    tabs.open(runtime.url(`extension/pages/${page}/index.html`) + (grantId ? `#grant=${grantId}` : '')),
});
export type Pages = ReturnType<typeof createPages>;
