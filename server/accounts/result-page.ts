import { createHash } from 'node:crypto';
import { messages, type PageName } from '../messages.ts';

/** A page that ends a sign-in or a consent in the browser. `email` fills the text; `tryAgainUrl` adds a link. */
export type ResultPage = {
  name: PageName;
  status: 200 | 400 | 403 | 429 | 502;
  email?: string;
  tryAgainUrl?: string;
};

const style = `:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;margin:0;min-height:100vh;display:grid;place-items:center;background:#f6f7f9;color:#1c2430}
main{max-width:32rem;margin:1rem;padding:2rem;border-radius:12px;background:#fff;box-shadow:0 1px 4px #0002}h1{font-size:1.25rem;margin:0 0 .75rem}p{margin:0 0 .75rem}
a{color:#0b57d0}@media(prefers-color-scheme:dark){body{background:#14171c;color:#e6e9ee}main{background:#1e232b}a{color:#8ab4f8}}`;

/** Nothing but this page's own style: no script, no frame, no form, no request. */
export const resultPageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; ` +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  // The address of this page held the provider's code and our state.
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** The whole document. Everything that comes from outside is text in it. */
export function renderResultPage({ name, email, tryAgainUrl }: ResultPage): string {
  const { title, text } = messages.pages[name];
  const link = tryAgainUrl
    ? `<p><a href="${asText(tryAgainUrl)}" rel="noreferrer">${asText(messages.tryAgain)}</a></p>`
    : '';
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${asText(title)}</title><style>${style}</style></head>
<body><main><h1>${asText(title)}</h1><p>${asText(text.replaceAll('{email}', () => email ?? ''))}</p>${link}<p>${asText(messages.closeTab)}</p></main></body></html>
`;
}

const asText = (value: string): string =>
  value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
