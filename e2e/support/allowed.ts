import { connectMailbox, signIn } from '../../demo/journey/sign-in.ts';
import { give } from '../../demo/journey/permissions.ts';
import type { Person } from '../../demo/journey/person.ts';

/** Both are signed in, Maya's mailbox is connected, and she lets Ravi send from it. No page of theirs is left open. */
export async function allow(ravi: Person, maya: Person, waiting?: Parameters<typeof give>[2]): Promise<void> {
  // Whom Maya can let send are those who have signed in before her page was opened.
  await signIn(ravi).then((page) => page.close());
  const page = await signIn(maya);
  await connectMailbox(maya, page).then((answer) => answer.close());
  await page.getByText('Connected: teammates you allow').waitFor();
  await give(page, ravi.firstName, waiting);
  await page.close();
}
