import type { Page } from 'playwright/test';
import type { OwnPage, Person } from './person.ts';
import { until } from './until.ts';

/** Signs in from one of Behalf's own pages, through the provider's own window, as the account of `person`. */
export async function signIn(person: Person, from: OwnPage = 'delegation'): Promise<Page> {
  const page = await person.openOwn(from);
  const opened = person.context.waitForEvent('page');
  await page.getByRole('button', { name: 'Sign in with Google' }).click();
  const provider = await opened;
  await provider.getByRole('button', { name: person.email }).click();
  await allow(provider);
  await until('the end of the sign-in window', () => provider.isClosed());
  await page.getByRole('button', { name: 'Sign in with Google' }).waitFor({ state: 'hidden' });
  return page;
}

/** Connects the mailbox from Behalf's page of permissions; the tab with the provider's answer is left open. */
export async function connectMailbox(
  person: Person,
  page: Page,
  options: { as?: string; button?: 'Connect mailbox' | 'Reconnect' } = {},
): Promise<Page> {
  const opened = person.context.waitForEvent('page');
  await page.getByRole('button', { name: options.button ?? 'Connect mailbox', exact: true }).click();
  const consent = await opened;
  if (options.as !== undefined) {
    await consent.getByRole('link', { name: 'Use another account' }).click();
    await consent.getByRole('button', { name: options.as }).click();
  }
  await allow(consent);
  await consent.getByText('You can close this tab.').waitFor();
  return consent;
}

/** The provider's own page of what is allowed. An account that has allowed it before is not asked again. */
async function allow(provider: Page): Promise<void> {
  const yes = provider.getByRole('button', { name: 'Continue' });
  await Promise.race([yes.click().catch(ignoreClosed), provider.waitForEvent('close')]);
}

const ignoreClosed = () => undefined;
