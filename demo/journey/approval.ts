import assert from 'node:assert/strict';
import { injected } from '../../e2e/support/injected.ts';
import { chooseSender, openCandidate, writeLetter } from './compose.ts';
import { awaitMail, findMail } from './mail.ts';
import type { Stage } from './stage.ts';
import { awaitNotification, clickNotification } from './notifications.ts';
import { give } from './permissions.ts';

const letter = {
  subject: 'Before Thursday',
  text: 'Hi Jonas, before we meet on Thursday: is there somebody of the team you would like to talk to?',
};

/** Maya allows it again, on other terms: what Ravi writes as her waits until she has read it. One email goes out. */
export async function playApproval({ services, ravi, maya, step, show }: Stage, to: string): Promise<void> {
  const sent = { of: to, folder: 'INBOX', from: maya.email, subject: letter.subject } as const;

  await step(
    'Maya lets Ravi send for her again, and wants to read each email before it goes out',
    async () => {
      const page = await maya.openOwn('delegation');
      await give(page, ravi.firstName, 'Every email', async () => {
        await page.getByRole('button', { name: 'Let Ravi send for me' }).scrollIntoViewIfNeeded();
        await show(page, 'reads-every-email');
      });
      await page.close();
    },
  );
  const writing = await step('Ravi writes as her: it waits for her approval', async () => {
    const page = await openCandidate(ravi);
    await writeLetter(page, letter);
    await chooseSender(page, 'Maya');
    await injected(page).waitForText('Maya reads it before it goes out');
    await page.locator('.hl-composer__send').click();
    await injected(page).waitForText('Waiting for Maya’s approval');
    await show(page, 'waits-for-approval');
    return page;
  });
  const approval = await step('Maya is notified; a click shows her the very email', async () => {
    const notification = await awaitNotification(maya, 'approval');
    const opened = maya.context.waitForEvent('page');
    await clickNotification(maya, notification, 0);
    const page = await opened;
    await page.frameLocator('iframe[title="The email"]').getByText(letter.text).waitFor();
    // It can be pressed once the email was on the screen for a moment.
    await page.locator('button:enabled', { hasText: 'Approve' }).waitFor();
    await show(page, 'approval');
    assert.deepEqual(await findMail(services, sent), [], 'it went out before it was approved');
    return page;
  });
  await step('She approves it, and now it goes out', async () => {
    await approval.getByRole('button', { name: 'Approve', exact: true }).click();
    await awaitMail(services, sent);
    await approval.getByRole('heading', { name: 'This email has gone out' }).waitFor();
    await show(approval, 'approved');
    await injected(writing).waitForText('Sent as Maya');
    await show(writing, 'sent-once-approved');
    await approval.close();
    await writing.close();
  });
}
