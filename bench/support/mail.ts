import { composeMime } from '../../server/mail/compose-mime.ts';
import { textFromHtml } from '../../server/mail/text-from-html.ts';
import type { BenchPerson } from './google-messages.ts';

/** The email that both sides send: an ordinary one of some 1,200 characters. */
export const subject = 'A role you might like';
export const html = `<p>Hello <b>Jonas</b>,</p>${'<p>we are looking for somebody who enjoys <a href="https://acme.test/role">this</a>.</p>'.repeat(14)}`;
export const recipient = (i: number) => ({ email: `candidate-${i}@elsewhere.test`, name: 'Jonas Weber' });

/** The same MIME that Behalf would hand over. */
export const mimeOf = (id: string, person: BenchPerson, i: number): Promise<Buffer> =>
  composeMime({
    sendId: id,
    from: { name: person.name, email: person.email },
    to: recipient(i),
    subject,
    html,
    text: textFromHtml(html),
    date: new Date(),
    unsubscribeUrl: `https://behalf.acme.test/u/${'x'.repeat(44)}`,
    inReplyTo: null,
  });
