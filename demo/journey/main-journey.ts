import assert from 'node:assert/strict';
import { assertNothingForeign } from '../../e2e/support/egress.ts';
import { injected } from '../../e2e/support/injected.ts';
import { playApproval } from './approval.ts';
import { awaitChoice, chooseSender, openCandidate, pressSend, writeLetter } from './compose.ts';
import { awaitMail, findMail } from './mail.ts';
import { awaitNotification, clickNotification } from './notifications.ts';
import { letEachEmailBeSeen, openAndFollow, rowOf } from './outcomes.ts';
import { rowButton } from './permissions.ts';
import { connectMailbox, signIn, signInOnSite } from './sign-in.ts';
import { askTeammate, openSitePanel } from './site-panel.ts';
import type { Stage } from './stage.ts';

const jonas = 'jonas@candidate.test';
const undone = { subject: 'Too early', text: 'This one was sent too early.' };
const kept = {
  subject: 'A word about the role',
  text: 'Hi Jonas, do you have twenty minutes this week? Maya, of ',
  link: 'https://jobs.acme.test/platform',
};
const late = { subject: 'One more thing', text: 'Hi Jonas, one more thing about Thursday.' };

/** The whole story once: two people, one permission, one email that really goes out, and an end that holds. */
export async function playMainJourney(stage: Stage): Promise<void> {
  const { services, ravi, maya, step, show } = stage;
  const { google, site } = services;
  const before = { record: google.record.last, site: site.sent().length };
  const handedOver = () =>
    google.record.since(before.record).filter((entry) => entry.send !== undefined).length;
  const received = { of: jonas, folder: 'INBOX', from: maya.email } as const;

  const signInTitle = 'Ravi signs in to Behalf on the recruiting site, Maya on Behalf’s own page';
  const mayasPage = await step(signInTitle, async () => {
    const [ravis, mayas] = await Promise.all([signInOnSite(ravi), signIn(maya)]);
    await ravis.close();
    return mayas;
  });
  await step('Maya connects her mailbox: Google asks her, Behalf never sees a password', async () => {
    const answer = await connectMailbox(maya, mayasPage);
    await answer.getByText('Your mailbox is connected').waitFor();
    await show(answer, 'mailbox-connected');
    await answer.close();
    await mayasPage.getByText('Connected: teammates you allow can send from it').waitFor();
    await show(mayasPage, 'permissions-empty');
    await mayasPage.close();
  });

  const settings = await step('Ravi asks Maya, in the recruiting site’s own Settings > Email', async () => {
    const page = await openSitePanel(ravi);
    // Looking for it scrolls to it: the site's own settings come first.
    await injected(page).boxOf({ role: 'combobox', name: 'Send on behalf of' });
    await show(page, 'site-panel');
    await askTeammate(page, 'Maya', 'For the platform team roles');
    await injected(page).waitForText('Requesting');
    await show(page, 'site-panel-asked');
    return page;
  });

  const terms = await step('Maya is notified; “Accept” opens the terms first', async () => {
    const notification = await awaitNotification(maya, 'request');
    const opened = maya.context.waitForEvent('page');
    await clickNotification(maya, notification, 0);
    const page = await opened;
    await page.getByText('Ravi may send up to 50 emails a day from your mailbox').waitFor();
    await show(page, 'terms');
    return page;
  });
  await step('Maya accepts', async () => {
    await terms.getByRole('button', { name: 'Accept', exact: true }).click();
    await terms.getByText('Ravi can now send for you.').waitFor();
    await injected(settings).waitForText('Active');
    await show(settings, 'site-panel-active');
    await settings.close();
  });

  await step(
    'The company’s admin lets opens and clicks of each email be seen, where an address tells nothing',
    async () => {
      const rules = await letEachEmailBeSeen([maya, ravi]);
      await show(rules, 'company-rules');
      await rules.close();
    },
  );

  const candidate = await step('Ravi writes to Jonas and chooses Maya in the From picker', async () => {
    const page = await openCandidate(ravi);
    await writeLetter(page, undone);
    await injected(page).click({ role: 'combobox', name: 'From' });
    await injected(page).waitFor({ role: 'option', name: /Maya/ });
    await show(page, 'from-picker');
    await page.keyboard.press('Escape');
    await chooseSender(page, 'Maya');
    await show(page, 'sending-as');
    return page;
  });
  await step('He sends, thinks better of it and undoes it: nothing goes out', async () => {
    await pressSend(candidate, 'Maya');
    await show(candidate, 'sent-undo');
    await injected(candidate).click({ role: 'button', name: /^Undo/ });
    await injected(candidate).waitForText('Undone: nothing was sent');
    await show(candidate, 'undone');
  });
  await step('He sends another one, switches on “See opens and clicks”, and this one goes', async () => {
    await candidate.close();
    const page = await openCandidate(ravi);
    await writeLetter(page, kept);
    await chooseSender(page, 'Maya');
    await injected(page).click({ role: 'switch', name: 'See opens and clicks' });
    await show(page, 'see-opens-and-clicks');
    await pressSend(page, 'Maya');
    await injected(page).waitUntilGone({ role: 'button', name: /^Undo/ });
    await awaitMail(services, { ...received, subject: kept.subject });
    await injected(page).waitFor({ role: 'button', name: 'Close' });
    await show(page, 'sent');
    await page.close();
  });
  await step(
    'It lies in Maya’s own Sent folder and in Jonas’s inbox, from Maya, and nothing else does',
    async () => {
      const query = { ...received, subject: kept.subject };
      const sent = await awaitMail(services, { ...query, of: maya.email, folder: 'SENT' });
      const arrived = await awaitMail(services, query);
      for (const { header } of [sent, arrived]) assert.equal(header.from, `Maya Chen <${maya.email}>`);
      assert.match(arrived.text ?? '', /twenty minutes/);
      assert.deepEqual(
        await findMail(services, { ...received, subject: undone.subject }),
        [],
        'the undone email went out',
      );
      assert.equal(site.sent().length, before.site, 'the site sent an email of its own');
      assert.equal(handedOver(), 1, 'the provider was handed something else');
      assertNothingForeign(google);
      const inbox = await ravi.context.newPage();
      await inbox.goto(`${google.url}/inbox/${jonas}?m=${arrived.id}`);
      await show(inbox, 'inbox-of-jonas');
      await inbox.close();
    },
  );
  await step('Jonas opens it and follows its link: Ravi’s activity says so, and Maya’s ledger', async () => {
    const activity = await ravi.openOwn('activity');
    await activity.setViewportSize({ width: 1280, height: 1120 });
    await openAndFollow(
      await awaitMail(services, { ...received, subject: kept.subject }),
      kept.link,
      activity,
    );
    await show(activity, 'activity');
    await activity.close();
    const ledger = await maya.openOwn('ledger');
    for (const mark of ['Clicked', 'Opened'])
      await rowOf(ledger, kept.subject).getByText(mark, { exact: true }).waitFor();
    await show(ledger, 'ledger-of-maya');
    await ledger.close();
  });

  await step('Ravi sends a third email, and Maya revokes while it still waits: it is stopped', async () => {
    const page = await openCandidate(ravi);
    const other = await openCandidate(ravi);
    await writeLetter(other, late);
    await chooseSender(other, 'Maya');
    await writeLetter(page, late);
    await chooseSender(page, 'Maya');
    await rowButton(terms, 'Ravi Patel', 'Revoke').click();
    await pressSend(page, 'Maya');
    await show(terms, 'revoke');
    await terms.getByRole('button', { name: 'Revoke', exact: true }).click();
    await terms.getByText('Ravi can’t send as you any more.').waitFor();
    await injected(page).waitForText('Not sent as Maya');
    await show(page, 'stopped');
    await show(terms, 'revoked');

    const said = await injected(other).waitForText('You can’t send as Maya now.');
    assert.match(said, /your text is still here/);
    await show(other, 'picker-after-revocation');
    await awaitChoice(other, 'Maya', /Maya took the permission back/, () => show(other, 'picker-greyed'));
    await other.locator('.hl-composer__send').click();
    await injected(other).waitForText('Nothing was sent');
  });
  await playApproval(stage, jonas);
  await step('Nothing more went out, and Behalf read nobody’s mail', async () => {
    assert.deepEqual(
      await findMail(services, { ...received, subject: late.subject }),
      [],
      'the stopped email went out',
    );
    assert.equal(handedOver(), 2, 'the provider was handed something else');
    assert.equal(site.sent().length, before.site, 'the site sent an email of its own');
    assertNothingForeign(google);
    const popup = await maya.openOwn('popup');
    await popup.setViewportSize({ width: 380, height: 560 });
    await popup.getByText(kept.subject).waitFor();
    await show(popup, 'popup-of-maya');
    await popup.close();
  });
}
