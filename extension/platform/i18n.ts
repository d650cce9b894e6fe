import browser from 'webextension-polyfill';

export interface I18n {
  /** The text for `key` in `_locales/<language>/messages.json`, with its `$1`… filled in. */
  text(key: string, ...values: string[]): string;
}

export const i18n: I18n = {
  text: (key, ...values) => browser.i18n.getMessage(key, values),
};
