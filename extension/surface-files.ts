import type { SurfaceName } from '../shared/messages/surface-messages.ts';

/** Where the built extension has each surface. `vite.config.ts` builds it from the `.tsx` of the same name. */
export const surfaceFiles: Record<SurfaceName, string> = {
  composer: 'extension/content/composer.iife.js',
  panel: 'extension/content/panel.iife.js',
};
