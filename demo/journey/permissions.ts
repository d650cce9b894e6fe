import type { Page } from 'playwright/test';

/** On Behalf's own page of permissions: asks a teammate to be allowed to send as them. */
export async function ask(page: Page, name: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Send on behalf of' }).click();
  await page.getByRole('option', { name: new RegExp(name) }).click();
  await page.getByRole('button', { name: `Ask ${name}` }).click();
  await page.getByText(`${name} was asked.`).waitFor();
}

/**
 * On Behalf's own page of permissions: lets a teammate send without having been asked, `waiting` for approval or not.
 * `look` sees the terms as they are chosen.
 */
export async function give(
  page: Page,
  name: string,
  waiting: 'No approval' | 'The first email' | 'Every email' = 'No approval',
  look: () => Promise<void> = async () => {},
): Promise<void> {
  await page.getByRole('combobox', { name: 'Let someone send for me' }).click();
  await page.getByRole('option', { name: new RegExp(name) }).click();
  await page.getByRole('radio', { name: waiting }).check({ force: true });
  await look();
  await page.getByRole('button', { name: `Let ${name} send for me` }).click();
  await page.getByText(`${name} can now send for you.`).waitFor();
}

/** Answers the question that stands before something ends. */
export async function confirm(page: Page, yes: string): Promise<void> {
  await page.getByRole('alertdialog').getByRole('button', { name: yes, exact: true }).click();
}

/** Waits until the table says this of the permission between the two. */
export async function awaitState(page: Page, name: string, state: string): Promise<void> {
  await page.getByRole('row', { name: new RegExp(`${name}.*\\b${state}\\b`) }).waitFor();
}

/** The one button in a person's row, by the first word that stands on it. */
export const rowButton = (page: Page, name: string, word: string) =>
  page.getByRole('row', { name }).getByRole('button', { name: new RegExp(`^${word}`) });
