import type { Page } from 'playwright/test';
import { ask } from '../demo/journey/permissions.ts';
import { connectMailbox, signIn } from '../demo/journey/sign-in.ts';
import { withDatabase } from './support/database.ts';
import { expect, test } from './support/journey.ts';

type ExtensionApi = {
  storage: { session: { get(key: string): Promise<{ access: { token: string; serverUrl: string } }> } };
};
declare const chrome: ExtensionApi;
type RequestRow = { id: string; termsDigest: string };

/** Asks the server itself to accept, as whoever `page` of ours is signed in as. */
const acceptByHand = (page: Page, { id, termsDigest }: RequestRow) =>
  page.evaluate(
    async ([grantId, digest]) => {
      const { access } = await chrome.storage.session.get('access');
      const answer = await fetch(`${access.serverUrl}/v1/grants/${grantId}/accept`, {
        method: 'POST',
        headers: { authorization: `Bearer ${access.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ termsDigest: digest }),
      });
      const { error } = (await answer.json()) as { error?: { code: string } };
      return { status: answer.status, code: error?.code };
    },
    [id, termsDigest] as const,
  );

// The server looks for what has ended soon after its start, and the pages have lost their live connection with it.
const patience = { timeout: 40_000 };

test('a request nobody answered lapses: both pages say so by themselves, and nobody can accept it any more', async ({
  services,
  ravi,
  maya,
  show,
}) => {
  test.setTimeout(120_000);
  const ravis = await signIn(ravi);
  const mayas = await signIn(maya);
  await connectMailbox(maya, mayas).then((answer) => answer.close());
  await ravis.reload();
  await ask(ravis, 'Maya');
  await mayas.getByRole('button', { name: /^Accept…/ }).click();
  const accept = mayas.getByRole('button', { name: 'Accept', exact: true });
  await accept.waitFor();

  await services.killServer();
  const request = withDatabase(services, (database) => {
    const row = database
      .prepare(
        "select grants.id, terms_digest as termsDigest from grants join members on members.id = acceptor_id where email = ? and state = 'requesting'",
      )
      .get(maya.email) as RequestRow;
    database.prepare('update grants set ends_at = ? where id = ?').run(Date.now() - 1_000, row.id);
    return row;
  });
  await services.restartServer();
  // Before the server has even looked for what ended, and after.
  const movedOn = { status: 409, code: 'state_moved_on' };
  expect(await acceptByHand(mayas, request)).toEqual(movedOn);
  await expect(ravis.getByRole('row', { name: /Maya Chen.*\bLapsed\b/ })).toBeVisible(patience);
  await expect(mayas.getByRole('row', { name: /Ravi Patel.*\bLapsed\b/ })).toBeVisible(patience);
  await expect(accept).toHaveCount(0);
  await show(mayas, 'lapsed-for-maya');
  await show(ravis, 'lapsed-for-ravi');
  expect(await acceptByHand(mayas, request)).toEqual(movedOn);
  await expect(ravis.getByRole('button', { name: /^Ask again/ })).toBeEnabled();
});
