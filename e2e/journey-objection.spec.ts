import { readFile } from 'node:fs/promises';
import { chooseSender, openCandidate, pressSend, writeLetter } from '../demo/journey/compose.ts';
import { awaitMail } from '../demo/journey/mail.ts';
import { wayOutOf } from '../demo/journey/way-out.ts';
import { allow } from './support/allowed.ts';
import { injected } from './support/injected.ts';
import { expect, test } from './support/journey.ts';

const of = 'jonas@candidate.test';

test('a candidate objects on the page of their email, and the recruiter can’t write to them again', async ({
  services,
  ravi,
  maya,
  show,
}) => {
  await allow(ravi, maya);
  const candidate = await openCandidate(ravi);
  await writeLetter(candidate, { subject: 'Not for Jonas', text: 'Hi Jonas.' });
  await chooseSender(candidate, 'Maya');
  await pressSend(candidate, 'Maya');
  const mail = await awaitMail(services, { of, folder: 'INBOX', subject: 'Not for Jonas', from: maya.email });

  const page = await maya.context.newPage();
  await page.goto(wayOutOf(mail));
  await expect(page.getByText(`on behalf of Maya Chen <${maya.email}>`)).toBeVisible();
  await show(page, 'way-out');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Don’t write to me again' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'You won’t be written to again' })).toBeVisible();
  await show(page, 'objected');

  const again = await openCandidate(ravi);
  await writeLetter(again, { subject: 'Once more', text: 'Hi Jonas.' });
  await chooseSender(again, 'Maya');
  await again.locator('.hl-composer__send').click();
  await injected(again).waitForText('not to be written to by anybody of your company');
  await expect(again.locator('.hl-editor__body')).toContainText('Hi Jonas.');

  const company = await ravi.openOwn('company');
  const row = company.getByRole('listitem').filter({ hasText: of });
  await expect(row).toContainText('Asked for it themselves');
  const download = company.waitForEvent('download');
  await company.getByRole('button', { name: 'Export' }).click();
  expect(await readFile(await (await download).path(), 'utf8')).toContain(`\r\n${of},recipient,,`);
  await show(company, 'company');
});
