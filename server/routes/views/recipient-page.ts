import { asText, pageHeaders, renderPage } from '../../html-page.ts';
import { messages } from '../../messages.ts';
import type { EmailOrigin } from '../../store/suppressions.ts';

const words = messages.recipient;

/** Headers of what a recipient reads: it may post to itself, and no search engine keeps it. */
export const recipientPageHeaders: Readonly<Record<string, string>> = {
  ...pageHeaders("'self'"),
  'x-robots-tag': 'noindex, nofollow, noarchive',
};

/** Who wrote an email, on whose behalf and when, and the way to object. Works without scripts. */
export function renderEmailPage(email: EmailOrigin): string {
  const say = fillerFor(email);
  const isOwn = email.requestorId === email.acceptorId;
  return renderPage(
    words.title,
    `<p>${say(isOwn ? words.writtenSelf : words.writtenFor)} ${say(words.sent)}</p>
<h2>${say(words.objectTitle)}</h2><p>${say(words.object)}</p>
<form method="post"><button type="submit">${say(words.objectButton)}</button></form>
<h2>${say(words.storedTitle)}</h2><p>${say(words.stored)}</p>`,
  );
}

/** For a link that is none of ours. */
export const renderUnknownPage = (): string =>
  renderPage(words.unknownTitle, `<p>${asText(words.unknown)}</p>`);

/** For an email that is left without its recipient. */
export const renderErasedPage = (email: EmailOrigin): string =>
  renderPage(words.erasedTitle, `<p>${fillerFor(email)(words.erased)}</p>`);

/** After an objection: the same for everybody, so that it tells nothing about a link. */
export const renderDonePage = (): string => renderPage(words.doneTitle, `<p>${asText(words.done)}</p>`);

/** Fills a text with what is known of an email and makes it safe for HTML. */
function fillerFor({ requestor, acceptor, company, sentAt, createdAt }: EmailOrigin) {
  const values: Record<string, string> = {
    ...{ requestor: requestor.name, acceptor: acceptor.name, email: acceptor.email, company },
    date: dateFormat.format(sentAt ?? createdAt),
  };
  return (template: string): string =>
    asText(template.replace(/\{(\w+)\}/g, (_match, name: string) => values[name] ?? ''));
}

const dateFormat = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' });
