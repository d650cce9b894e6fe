/** What every answer says beside what it is: nothing of it is kept, told elsewhere, or taken for something else. */
export const fixedHeaders = (publicUrl: string): Readonly<Record<string, string>> => ({
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  ...(publicUrl.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {}),
});

/** For an answer that no browser shows as a page. */
export const noPage = { 'content-security-policy': "default-src 'none'; frame-ancestors 'none'" };
