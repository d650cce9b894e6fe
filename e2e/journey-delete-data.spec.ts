import { chooseSender, openCandidate, pressSend, writeLetter } from '../demo/journey/compose.ts';
import { awaitMail, findMail } from '../demo/journey/mail.ts';
import { awaitState } from '../demo/journey/permissions.ts';
import { signIn } from '../demo/journey/sign-in.ts';
import { allow } from './support/allowed.ts';
import { expect, test } from './support/journey.ts';

const text = 'Hi Jonas, have you got a minute?';

test('Ravi deletes his data: what waits does not go out, and Maya still sees that somebody wrote as her', async ({
  ravi,
  maya,
  show,
}) => {
  test.setTimeout(180_000);
  const letterOf = (subject: string) =>
    ({ of: maya.email, folder: 'SENT', subject, from: maya.email }) as const;
  await allow(ravi, maya);
  const first = await openCandidate(ravi);
  await writeLetter(first, { subject: 'Went out before', text });
  await chooseSender(first, 'Maya');
  await pressSend(first, 'Maya');
  await awaitMail(ravi.services, letterOf('Went out before'));
  await first.close();

  const options = await ravi.openOwn('options');
  await options.getByRole('button', { name: 'Delete my data…' }).click();
  const dialog = options.getByRole('alertdialog');
  await dialog.getByText('1 permission or request ends').waitFor();
  await dialog.getByRole('textbox').fill(ravi.email);
  await show(options, 'delete-my-data');
  const second = await openCandidate(ravi);
  await writeLetter(second, { subject: 'Never goes out', text });
  await chooseSender(second, 'Maya');
  await pressSend(second, 'Maya');
  await dialog.getByRole('button', { name: 'Delete my data', exact: true }).click();
  await options.getByText('Your data was deleted, and you are signed out. 1 email was stopped.').waitFor();

  const mayas = await maya.openOwn('delegation');
  await awaitState(mayas, 'A former member', 'Left');
  const popup = await maya.openOwn('popup');
  const ledger = popup.getByRole('listitem').filter({ hasText: 'Erased on request' });
  await expect(ledger).toHaveText([/By A former member.*Stopped/, /By A former member.*Sent/]);
  await show(popup, 'after-a-deletion');
  expect(await findMail(ravi.services, letterOf('Never goes out'))).toEqual([]);

  const again = await signIn(ravi, 'options');
  await again.getByText(ravi.email).waitFor();
  await again.getByRole('button', { name: 'Delete my data…' }).click();
  await again.getByText('Signing in later makes you somebody new').waitFor();
  expect(await again.getByText('permission or request ends').count(), 'nothing was inherited').toBe(0);
});
