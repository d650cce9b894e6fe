import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright/test';
import type { MailboxMessage } from '../google/start.ts';
import { until } from './until.ts';
import type { Person } from './person.ts';

/** How a browser with a window calls itself; without one it says so, and is a machine. */
export const browserOfAPerson =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36';

/** On the page with the company's rules, whoever is the admin lets each email be seen; resolves with that page. */
export async function letEachEmailBeSeen(people: readonly Person[]): Promise<Page> {
  for (const person of people) {
    const page = await person.openOwn('company');
    const save = page.getByRole('button', { name: 'Save these rules' });
    await save.or(page.getByText('Admins decide this.')).waitFor();
    if (await save.isVisible()) {
      const group = page.getByRole('group', { name: 'Where an address doesn’t tell' });
      await group.getByRole('radio', { name: 'Each email' }).check();
      await save.click();
      await page.getByText('Saved: these rules hold for emails written from now on.').waitFor();
      return page;
    }
    await page.close();
  }
  throw new Error('Nobody of them is an admin');
}

/** The row of an email in activity or ledger. */
export const rowOf = (page: Page, subject: string): Locator =>
  page.getByRole('row').filter({ hasText: subject });

/**
 * Opens an email and follows its link as its reader's browser would, until `page` says so. Right after an email was sent
 * nobody has read it: what asks for it then is taken for a machine.
 */
export async function openAndFollow(
  { html = '', header }: MailboxMessage,
  leadsTo: string,
  page: Page,
): Promise<void> {
  const ask = (url: string) =>
    fetch(url, { redirect: 'manual', headers: { 'user-agent': browserOfAPerson } });
  const addressIn = (pattern: RegExp) => pattern.exec(html)?.[1] ?? assert.fail('the email is not tracked');
  const pixel = addressIn(/<img src="([^"]+\/o\/[^"]+)"/);
  const link = addressIn(/href="([^"]+\/c\/[^"]+)"/);
  const says = async (mark: string) => {
    await page.reload();
    const row = rowOf(page, header.subject!);
    await row.waitFor();
    return row.getByText(mark, { exact: true }).isVisible();
  };
  await until('an open', async () => {
    await ask(pixel);
    return says('Opened');
  });
  await until('a click', async () => {
    assert.equal((await ask(link)).headers.get('location'), leadsTo);
    return says('Clicked');
  });
}
