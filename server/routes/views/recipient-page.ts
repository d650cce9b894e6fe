import { asText, pageHeaders, renderPage } from '../../html-page.ts';
import { messages } from '../../messages.ts';
import type { EmailOrigin } from '../../store/suppressions.ts';

const words = messages.recipient;

/** Headers of what a recipient reads: it may post to itself, and no search engine keeps it. */
export const recipientPageHeaders: Readonly<Record<string, string>> = {
  ...pageHeaders("'self'"),
  'x-robots-tag': 'noindex, nofollow, noarchive',
};

/**
 * Who wrote an email, on whose behalf and when, the way to object, what is seen of it and stored, and the way to have
 * that deleted. Works without scripts. It does not say whether somebody has objected: links are passed on.
 */
export function renderEmailPage(email: EmailOrigin, token: string): string {
  const say = fillerFor(email);
  const paragraphs = (...texts: string[]) => texts.map((text) => `<p>${say(text)}</p>`).join('');
  return renderPage(
    words.title,
    `<p>${say(writtenBy(email))} ${say(words.sent)}</p>
<h2>${say(words.objectTitle)}</h2><p>${say(words.object)}</p>
<form method="post"><button type="submit">${say(words.objectButton)}</button></form>
<h2>${say(words.seenTitle)}</h2>${paragraphs(...seenOf(email))}
<h2>${say(words.storedTitle)}</h2>${paragraphs(words.stored, words.kept)}
<h2>${say(words.deleteTitle)}</h2>${paragraphs(words.delete)}
<form method="post" action="${asText(`${encodeURIComponent(token)}/erasure`)}"><button type="submit">${say(words.deleteButton)}</button></form>
${paragraphs(words.deleteElsewhere)}
<p><a href="${asText(deletionLetter(email))}">${say(words.deleteLink)}</a></p>`,
  );
}

const isFormer = ({ acceptor }: EmailOrigin): boolean => acceptor.email === '';

/** Who can be asked about an email: whose name is on it, else who wrote it. */
const contactOf = (email: EmailOrigin) => (isFormer(email) ? email.requestor : email.acceptor);

function writtenBy(email: EmailOrigin): string {
  if (email.requestorId === email.acceptorId) return words.writtenSelf;
  return isFormer(email) ? words.writtenForFormer : words.writtenFor;
}

function seenOf({ mode, opens, clicks }: EmailOrigin): string[] {
  if (mode === null || mode === 'off') return [words.seenNothing];
  return [
    ...(opens ? [words.seenOpens] : []),
    ...(clicks ? [words.seenClicks] : []),
    ...(mode === 'aggregate' ? [words.seenSums] : []),
    words.seenEnd,
  ];
}

/** A letter that asks for deletion, ready to be sent by the reader's own mail program (RFC 6068). */
function deletionLetter(email: EmailOrigin): string {
  const { email: address } = contactOf(email);
  const fill = fillerFor(email, (value) => value);
  const body = encodeURIComponent(fill(words.deleteBody).replaceAll('\n', '\r\n'));
  return `mailto:${encodeURIComponent(address)}?subject=${encodeURIComponent(words.deleteSubject)}&body=${body}`;
}

/** For a link that is none of ours. */
export const renderUnknownPage = (): string =>
  renderPage(words.unknownTitle, `<p>${asText(words.unknown)}</p>`);

/** For an email that is left without its recipient. */
export const renderErasedPage = (email: EmailOrigin): string =>
  renderPage(words.erasedTitle, `<p>${fillerFor(email)(words.erased)}</p>`);

/** After an objection: the same for everybody, so that it tells nothing about a link. */
export const renderDonePage = (): string => renderPage(words.doneTitle, `<p>${asText(words.done)}</p>`);

/** After somebody asked for deletion: the same for everybody, too. */
export const renderAskedPage = (): string => renderPage(words.askedTitle, `<p>${asText(words.asked)}</p>`);

/** Fills a text with what is known of an email and, unless told otherwise, makes it safe for HTML. */
function fillerFor(email: EmailOrigin, finish: (text: string) => string = asText) {
  const { requestor, acceptor, company, sentAt, createdAt } = email;
  const contact = contactOf(email);
  const values: Record<string, string> = {
    ...{ requestor: requestor.name, acceptor: acceptor.name, company },
    ...{ contact: contact.name, email: contact.email },
    date: dateFormat.format(sentAt ?? createdAt),
  };
  return (template: string): string =>
    finish(template.replace(/\{(\w+)\}/g, (_match, name: string) => values[name] ?? ''));
}

const dateFormat = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' });
