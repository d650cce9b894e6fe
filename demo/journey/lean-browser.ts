/**
 * Chromium draws parts of its own window with web pages, a process each, in every window: a quarter of what it costs to
 * start one. Chromium heeds only the last switch of this name, so those that Playwright turns off by it, and that tests
 * depend on, are named again (`chromiumSwitches.ts` in Playwright 1.65).
 */
const disabledFeatures = [
  ...['PreloadTopChromeWebUI', 'InitialWebUI', 'WebUIReloadButton', 'WebUIOmniboxPopup'],
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades'],
  ...['HttpsFirstBalancedModeAutoEnable', 'LensOverlay', 'MediaRouter', 'PaintHolding'],
  ...['ThirdPartyStoragePartitioning', 'AvoidCorsURLLoaderRestartOnRedirect', 'OptimizationHints'],
  ...['NetworkTimeServiceQuerying', 'AimEnabled', 'PreconnectToSearch'],
];

/** Switches for a Chromium that nobody looks at. */
export const leanBrowser: readonly string[] = [`--disable-features=${disabledFeatures.join(',')}`];
