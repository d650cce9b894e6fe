import { hireline } from './hireline/adapter.ts';
import type { SiteAdapter } from './site-adapter.ts';

/** Every site Behalf knows. A new site is one folder here and one line in this list. */
export const siteAdapters: readonly SiteAdapter[] = [hireline];

/** The adapter for this page, or undefined where Behalf has nothing to do. */
export const detectSite = (page: Document): SiteAdapter | undefined =>
  siteAdapters.find((adapter) => adapter.detect(page));
