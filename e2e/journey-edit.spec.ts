import { chooseSender, openCandidate, writeLetter } from '../demo/journey/compose.ts';
import { awaitMail } from '../demo/journey/mail.ts';
import { allow } from './support/allowed.ts';
import { injected } from './support/injected.ts';
import { expect, test } from './support/journey.ts';

const jonas = 'jonas@candidate.test';
/** Three in the afternoon, a month from now, as a field for date and time has it. */
const inAMonth = `${new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)}T15:00`;

test('changed while it is being read: the new text is shown and said to be new, and only that one goes out', async ({
  services,
  ravi,
  maya,
  show,
}) => {
  await allow(ravi, maya, 'every');
  const candidate = await openCandidate(ravi);
  await writeLetter(candidate, { subject: 'A first draft', text: 'Hi Jonas, come on Monday.' });
  await chooseSender(candidate, 'Maya');
  await candidate.locator('.hl-composer__send').click();
  await injected(candidate).waitForText('Waiting for Maya’s approval');

  const list = await maya.openOwn('approve');
  const opened = maya.context.waitForEvent('page');
  await list.getByRole('button', { name: 'Read and decide' }).click();
  const approve = await opened;
  const letter = approve.frameLocator('iframe[title="The email"]');
  await expect(letter.getByText('come on Monday')).toBeVisible();

  const outbox = await ravi.openOwn('outbox');
  await outbox.getByRole('button', { name: 'Edit “A first draft”' }).click();
  await expect(outbox.getByText('Maya will be asked again')).toBeVisible();
  await outbox.getByRole('textbox', { name: 'Subject' }).fill('A better draft');
  await outbox.getByRole('textbox', { name: 'Text', exact: true }).fill('Hi Jonas, come on Tuesday.');
  await show(outbox, 'edit');
  await outbox.getByRole('button', { name: 'Save' }).click();
  await expect(outbox.getByText('A better draft')).toBeVisible();
  await expect(outbox.getByText('Waits for Maya to read and approve it.')).toBeVisible();

  await expect(approve.getByText('Ravi has changed this email since you opened it.')).toBeVisible();
  await expect(letter.getByText('come on Tuesday')).toBeVisible();
  await show(approve, 'changed');
  await approve.getByRole('button', { name: 'Approve', exact: true }).click();
  const mail = await awaitMail(services, {
    of: jonas,
    folder: 'INBOX',
    subject: 'A better draft',
    from: maya.email,
  });
  expect(mail.text).toContain('come on Tuesday');
});

test('a scheduled email gets another text and another time', async ({ ravi, maya }) => {
  await allow(ravi, maya);
  const candidate = await openCandidate(ravi);
  await writeLetter(candidate, { subject: 'Some other day', text: 'Hi Jonas.' });
  await chooseSender(candidate, 'Maya');
  await injected(candidate).click({ role: 'button', name: 'Send later' });
  await injected(candidate).click({ role: 'button', name: /^Tomorrow/ });
  await candidate.locator('.hl-composer__send').click();
  await injected(candidate).waitForText('Scheduled as Maya');
  await candidate.close();

  const outbox = await ravi.openOwn('outbox');
  await outbox.getByRole('button', { name: 'Edit “Some other day”' }).click();
  await outbox.getByLabel('At another time').fill(inAMonth);
  await outbox.getByLabel('Only in working hours').check();
  await outbox.getByRole('button', { name: 'Save' }).click();
  await expect(outbox.getByRole('form')).toHaveCount(0);
  await expect(outbox.getByText(/Scheduled for .* 3:00\sPM|can still undo it/)).toBeVisible();
  await outbox.getByRole('button', { name: 'Edit “Some other day”' }).click();
  await expect(outbox.getByLabel('At another time')).toHaveValue(inAMonth);
  await expect(outbox.getByLabel('Only in working hours')).toBeChecked();
});
