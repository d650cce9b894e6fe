import type { Client } from './client.ts';

/** The catalogue's language. A page left over from before an update has no texts any more, and then no language. */
export const languageOf = (text: Client['text']): string => text('language') || 'en';

/** The text `key_one`, `key_other`… that fits `count` in the catalogue's language, with `count` as its `$1`. */
export const counted = (text: Client['text'], key: string, count: number, ...values: string[]): string =>
  text(
    `${key}_${new Intl.PluralRules(languageOf(text)).select(count)}`,
    new Intl.NumberFormat(languageOf(text)).format(count),
    ...values,
  );
