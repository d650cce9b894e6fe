/** The panel's title and what stands under it, in the outline of the page: a site has its own first level. */
export const headings = {
  page: { title: 'h1', part: 'h2' },
  site: { title: 'h2', part: 'h3' },
} as const;
