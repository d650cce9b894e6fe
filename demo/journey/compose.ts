import type { Page } from 'playwright/test';
import { injected } from '../../e2e/support/injected.ts';
import { stripInSight } from '../../e2e/support/strip-in-sight.ts';
import type { Person } from './person.ts';

/** `link` is an address that the text ends with. */
export type Letter = { subject: string; text: string; link?: string };

/** Opens a candidate of the sample site in a new tab. */
export async function openCandidate(person: Person, candidate = 'jonas-weber'): Promise<Page> {
  const page = await person.context.newPage();
  await page.goto(`${person.services.site.url}/candidates/${candidate}`);
  await page.locator('.hl-profile__email').waitFor();
  return page;
}

/** Opens the site's compose form and writes into it as a person would. */
export async function writeLetter(page: Page, { subject, text, link }: Letter): Promise<void> {
  await page.locator('.hl-profile__email').click();
  await page.locator('.hl-editor__body > *').first().waitFor();
  await page.fill('#hl-composer-subject', subject);
  await page.fill('.hl-editor__body', text);
  if (link === undefined) return;
  await page.keyboard.press('Control+End');
  await page.getByRole('button', { name: 'Link', exact: true }).click();
  await page.getByLabel('Link address').fill(link);
  await page.keyboard.press('Enter');
}

/** Chooses who the email goes out as, and waits until the strip has said so for long enough to be read. */
export async function chooseSender(page: Page, name: string): Promise<void> {
  const ui = injected(page);
  await ui.click({ role: 'combobox', name: 'From' });
  await ui.click({ role: 'option', name: new RegExp(name) });
  await ui.waitForText(`Sending as ${name}`);
  await stripInSight(page);
}

/** Presses the site's own Send and waits until Behalf's server has taken the email. */
export async function pressSend(page: Page, name: string): Promise<void> {
  await page.locator('.hl-composer__send').click();
  await injected(page).waitFor({ role: 'button', name: /^Undo/ });
  await injected(page).waitForText(`Going out as ${name}`);
}

/**
 * Opens the From picker and waits until what it says about `name` fits, since the list may still be on its way. Keeps
 * the picker open for `look`, and closes it after.
 */
export async function awaitChoice(
  page: Page,
  name: string,
  says: RegExp,
  look: () => Promise<void> = async () => {},
): Promise<void> {
  const ui = injected(page);
  await ui.click({ role: 'combobox', name: 'From' });
  await ui.waitFor({ role: 'option', name: new RegExp(`${name}.*${says.source}`, 's') });
  await look();
  await page.keyboard.press('Escape');
}

/** The people the From picker offers besides “Myself”, whether they can be chosen or not. */
export async function readChoices(page: Page): Promise<string[]> {
  const ui = injected(page);
  await ui.click({ role: 'combobox', name: 'From' });
  await ui.waitFor({ role: 'option', name: /Myself/ });
  const options = await ui.findAll({ role: 'option' });
  await page.keyboard.press('Escape');
  return options.map((option) => option.name?.value ?? '').filter((name) => !name.startsWith('Myself'));
}
