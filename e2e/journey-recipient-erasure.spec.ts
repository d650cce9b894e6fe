import { chooseSender, openCandidate, pressSend, writeLetter } from '../demo/journey/compose.ts';
import { awaitMail } from '../demo/journey/mail.ts';
import { awaitNotification } from '../demo/journey/notifications.ts';
import { wayOutOf } from '../demo/journey/way-out.ts';
import { allow } from './support/allowed.ts';
import { expect, test } from './support/journey.ts';
import { beSignedIn } from './support/signed-in.ts';

const of = 'jonas@candidate.test';

test('a candidate asks to be deleted, the admin hears of it and does it, and the link says that it is done', async ({
  services,
  ravi,
  maya,
  show,
}) => {
  // Who is there first decides in the company.
  await beSignedIn(maya);
  await allow(ravi, maya);
  const letter = await openCandidate(ravi);
  await writeLetter(letter, { subject: 'Soon forgotten', text: 'Hi Jonas.' });
  await chooseSender(letter, 'Maya');
  await pressSend(letter, 'Maya');
  const mail = await awaitMail(services, {
    of,
    folder: 'INBOX',
    subject: 'Soon forgotten',
    from: maya.email,
  });

  const candidate = await maya.context.newPage();
  await candidate.goto(wayOutOf(mail));
  await show(candidate, 'page');
  await candidate.getByRole('button', { name: 'Ask to have it deleted' }).click();
  await expect(candidate.getByRole('heading', { name: 'They were asked to delete it' })).toBeVisible();
  await show(candidate, 'asked');

  await awaitNotification(maya, 'erasure');
  const popup = await maya.openOwn('popup');
  await expect(popup.getByText('A recipient asks to have what is stored about them deleted.')).toBeVisible();
  const company = await maya.openOwn('company');
  await company
    .getByRole('button', { name: `Delete what is stored about ${of}…` })
    .first()
    .click();
  const question = company.getByRole('alertdialog', { name: `Delete what is stored about ${of}?` });
  await expect(question).toContainText('1 email to them loses its recipient');
  await expect(question.getByRole('button', { name: 'Keep' })).toBeFocused();
  await show(company, 'question');
  await question.getByRole('button', { name: 'Delete it' }).click();
  await expect(company.getByText(`Deleted: 1 email to ${of}.`)).toBeVisible();
  await expect(company.getByText('Asks to have what is stored deleted')).toHaveCount(0);
  await show(company, 'deleted');

  await candidate.goto(wayOutOf(mail));
  await expect(candidate.getByRole('heading', { name: 'This was deleted' })).toBeVisible();
  const activity = await ravi.openOwn('activity');
  await expect(activity.getByText('Erased on request').first()).toBeVisible();
  await expect(activity.getByText('Soon forgotten')).toHaveCount(0);
  await show(activity, 'activity');
});
