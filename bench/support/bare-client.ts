import { gmail_v1 } from 'googleapis/build/src/apis/gmail/v1.js';
import { mimeOf } from './mail.ts';
import type { BenchPerson } from './google-messages.ts';

export type BareClient = ReturnType<typeof bareClient>;

/** `messages.send` of googleapis with a token at hand and nothing else around it: what sending costs at least. */
export function bareClient(rootUrl: string, people: readonly BenchPerson[]) {
  const { messages } = new gmail_v1.Gmail({ rootUrl: `${rootUrl}/` }).users;
  let made = 0;
  return {
    /** Makes a message to send; that is not part of what is measured. */
    async prepare() {
      const i = made++;
      const person = people[i % people.length]!;
      const id = `bare-${i}`;
      return { id, person, mime: await mimeOf(id, person, i) };
    },
    async send({ person, mime }: { person: BenchPerson; mime: Buffer }): Promise<void> {
      await messages.send(
        { userId: 'me', requestBody: { raw: mime.toString('base64url') } },
        { headers: { authorization: `Bearer ${person.tokens.accessToken}` }, retry: false },
      );
    },
  };
}
