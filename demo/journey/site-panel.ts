import type { Page } from 'playwright/test';
import { injected } from '../../e2e/support/injected.ts';
import type { Person } from './person.ts';

/** Opens the sample site's Settings > Email, where Behalf puts its panel. */
export async function openSitePanel(person: Person): Promise<Page> {
  const page = await person.context.newPage();
  await page.goto(`${person.services.site.url}/settings/email`);
  await injected(page).waitForText('Send on behalf of');
  return page;
}

/** Asks a teammate in the site's panel, with a note. */
export async function askTeammate(page: Page, name: string, note?: string): Promise<void> {
  const ui = injected(page);
  await ui.click({ role: 'combobox', name: 'Send on behalf of' });
  await ui.click({ role: 'option', name: new RegExp(name) });
  if (note !== undefined) {
    await ui.click({ role: 'textbox', name: new RegExp(`Note to ${name}`) });
    await page.keyboard.type(note);
  }
  await ui.click({ role: 'button', name: `Ask ${name}` });
  await ui.waitForText(`${name} was asked.`);
}
