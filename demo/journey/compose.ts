import type { Page } from 'playwright/test';
import { injected } from '../../e2e/support/injected.ts';
import type { Person } from './person.ts';

export type Letter = { subject: string; text: string };

/** Opens a candidate of the sample site in a new tab. */
export async function openCandidate(person: Person, candidate = 'jonas-weber'): Promise<Page> {
  const page = await person.context.newPage();
  await page.goto(`${person.services.site.url}/candidates/${candidate}`);
  await page.locator('.hl-profile__email').waitFor();
  return page;
}

/** Opens the site's compose form and writes into it as a person would. */
export async function writeLetter(page: Page, { subject, text }: Letter): Promise<void> {
  await page.locator('.hl-profile__email').click();
  await page.locator('.hl-editor__body > *').first().waitFor();
  await page.fill('#hl-composer-subject', subject);
  await page.fill('.hl-editor__body', text);
}

/** Chooses who the email goes out as, and waits until the strip says so. */
export async function chooseSender(page: Page, name: string): Promise<void> {
  const ui = injected(page);
  await ui.click({ role: 'combobox', name: 'From' });
  await ui.click({ role: 'option', name: new RegExp(name) });
  await ui.waitForText(`Sending as ${name}`);
}

/** Presses the site's own Send and waits until Behalf's server has taken the email. */
export async function pressSend(page: Page, name: string): Promise<void> {
  await page.locator('.hl-composer__send').click();
  await injected(page).waitFor({ role: 'button', name: /^Undo/ });
  await injected(page).waitForText(`Sent as ${name}`);
}

/** What the From picker says about `name`, read with the picker open; undefined when it does not offer them. */
export async function readChoice(page: Page, name: string): Promise<string | undefined> {
  const ui = injected(page);
  await ui.click({ role: 'combobox', name: 'From' });
  await ui.waitFor({ role: 'option', name: /Myself/ });
  const [found] = await ui.findAll({ role: 'option', name: new RegExp(name) });
  await page.keyboard.press('Escape');
  return found?.name?.value;
}
