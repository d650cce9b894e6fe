/** What Behalf draws in a site, each in a file of its own that a page gets only when it needs it. */
export const surfaceNames = ['composer', 'panel'] as const;
export type SurfaceName = (typeof surfaceNames)[number];

export interface SurfaceMessages {
  /** Runs the surface's file in the page that asks, beside its content script. Which page that is, the browser says. */
  'surfaces:load': { payload: { which: SurfaceName }; value: null };
}
