/** Hireline names itself in its markup; its host is each customer's own. */
export const isHireline = (page: Document): boolean =>
  page.querySelector('meta[name="application-name"]')?.getAttribute('content') === 'Hireline';
