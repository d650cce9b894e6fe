import type { Page } from 'playwright/test';
import { injected } from '../../e2e/support/injected.ts';
import type { OwnPage, Person } from './person.ts';
import { until } from './until.ts';

/** Signs in from one of Behalf's own pages, through the provider's own window, as the account of `person`. */
export async function signIn(person: Person, from: OwnPage = 'delegation'): Promise<Page> {
  const page = await person.openOwn(from);
  const opened = person.context.waitForEvent('page');
  await page.getByRole('button', { name: 'Sign in with Google' }).click();
  await answerProvider(await opened, person);
  await page.getByRole('button', { name: 'Sign in with Google' }).waitFor({ state: 'hidden' });
  return page;
}

/** Signs in from the panel in the sample site's Settings > Email. */
export async function signInOnSite(person: Person): Promise<Page> {
  const page = await person.context.newPage();
  await page.goto(`${person.services.site.url}/settings/email`);
  const opened = person.context.waitForEvent('page');
  await injected(page).click({ role: 'button', name: 'Sign in with Google' });
  await answerProvider(await opened, person);
  await injected(page).waitFor({ role: 'combobox', name: 'Send on behalf of' });
  return page;
}

/** The sign-in window: chooses the account and allows what signing in asks for. */
async function answerProvider(provider: Page, person: Person): Promise<void> {
  await provider.getByRole('button', { name: person.email }).click();
  await allow(provider);
  await until('the end of the sign-in window', () => provider.isClosed());
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
