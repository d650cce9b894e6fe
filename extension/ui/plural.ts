import type { Client } from './client.ts';

/** The text `key_one`, `key_other`… that fits `count` in the catalogue's language, with `count` as its `$1`. */
export const counted = (text: Client['text'], key: string, count: number, ...values: string[]): string =>
  text(
    `${key}_${new Intl.PluralRules(text('language')).select(count)}`,
    new Intl.NumberFormat(text('language')).format(count),
    ...values,
  );
