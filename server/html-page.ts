import { createHash } from 'node:crypto';

const style = `:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;margin:0;min-height:100vh;display:grid;place-items:center;background:#f6f7f9;color:#1c2430}
main{max-width:32rem;margin:1rem;padding:2rem;border-radius:12px;background:#fff;box-shadow:0 1px 4px #0002}h1{font-size:1.25rem;margin:0 0 .75rem}h2{font-size:1rem;margin:1.5rem 0 .5rem}p{margin:0 0 .75rem;overflow-wrap:anywhere}
a{color:#0b57d0}button{font:inherit;padding:.5rem 1rem;border:0;border-radius:8px;background:#0b57d0;color:#fff}button:focus-visible{outline:3px solid #1c2430;outline-offset:2px}
@media(prefers-color-scheme:dark){body{background:#14171c;color:#e6e9ee}main{background:#1e232b}a{color:#8ab4f8}button{background:#8ab4f8;color:#14171c}button:focus-visible{outline-color:#e6e9ee}}`;

/**
 * Headers of a page that shows nothing but itself: no script, no frame, no request, and a form only where `formAction`
 * says so. Addresses of our pages hold codes and tokens, so they tell nobody where a reader came from.
 */
export const pageHeaders = (formAction: "'none'" | "'self'"): Readonly<Record<string, string>> => ({
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; ` +
    `base-uri 'none'; form-action ${formAction}; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
});

/** The whole document. `body` is HTML whose outside parts went through `asText`. */
export const renderPage = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${asText(title)}</title><style>${style}</style></head>
<body><main><h1>${asText(title)}</h1>${body}</main></body></html>
`;

/** Whatever it is, text in HTML, also within an attribute's quotes. */
export const asText = (value: string): string =>
  value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
