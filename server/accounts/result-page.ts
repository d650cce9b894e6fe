import { asText, pageHeaders, renderPage } from '../html-page.ts';
import { messages, type PageName } from '../messages.ts';

/** A page that ends a sign-in or a consent in the browser. `email` fills the text; `tryAgainUrl` adds a link. */
export type ResultPage = {
  name: PageName;
  status: 200 | 400 | 403 | 404 | 429 | 502;
  email?: string;
  tryAgainUrl?: string;
};

/** Nothing but this page's own style: no script, no frame, no form, no request. */
export const resultPageHeaders = pageHeaders("'none'");

/** The whole document. Everything that comes from outside is text in it. */
export function renderResultPage({ name, email, tryAgainUrl }: ResultPage): string {
  const { title, text } = messages.pages[name];
  const link = tryAgainUrl
    ? `<p><a href="${asText(tryAgainUrl)}" rel="noreferrer">${asText(messages.tryAgain)}</a></p>`
    : '';
  return renderPage(
    title,
    `<p>${asText(text.replaceAll('{email}', () => email ?? ''))}</p>${link}<p>${asText(messages.closeTab)}</p>`,
  );
}
