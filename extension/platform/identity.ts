import browser from 'webextension-polyfill';

export interface Identity {
  /** `https://<extension id>.chromiumapp.org/<path>`: only this extension ever sees what arrives there. */
  redirectUrl(path: string): string;
  /** Opens `url` in a window of the browser's and resolves with the redirect it ended at. */
  launch(url: string): Promise<string>;
}

export const identity: Identity = {
  redirectUrl: (path) => browser.identity.getRedirectURL(path),
  launch: (url) => browser.identity.launchWebAuthFlow({ url, interactive: true }),
};
