import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright/test';
import type { Send } from '../shared/api/sends.ts';
import type { ChromeApi } from '../demo/journey/chrome-api.ts';
import { findChromium } from '../demo/find-chromium.ts';
import { awaitMail } from '../demo/journey/mail.ts';
import { browserOfAPerson } from '../demo/journey/outcomes.ts';
import type { Person } from '../demo/journey/person.ts';
import { until } from '../demo/journey/until.ts';
import { allow } from './support/allowed.ts';
import { withDatabase } from './support/database.ts';
import { expect, test } from './support/journey.ts';

declare const chrome: ChromeApi;

const candidate = 'jonas@candidate.test';
const canary = 'pangolin reply that only Maya may read';

/** Asks the server for something as whoever is signed in to the extension. */
async function callAs(person: Person, method: string, path: string, body?: object): Promise<unknown> {
  const worker = await person.worker();
  const { access } = (await worker.evaluate(() => chrome.storage.session.get('access'))) as {
    access: { token: string; serverUrl: string };
  };
  const answer = await fetch(access.serverUrl + path, {
    method,
    headers: {
      authorization: `Bearer ${access.token}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(method === 'POST' ? { 'idempotency-key': crypto.randomUUID() } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

test('a candidate opens, clicks and replies: who wrote sees that they did, and nowhere what they said', async ({
  services,
  ravi,
  maya,
}) => {
  test.setTimeout(180_000);
  await allow(ravi, maya);
  const admin = await Promise.any(
    [ravi, maya].map((one) =>
      callAs(one, 'PUT', '/v1/policy', {
        tracking: { consent: 'off', unknown: 'individual', elsewhere: 'individual' },
        unsubscribeLine: false,
      }),
    ),
  );
  expect(admin).toMatchObject({ tracking: { unknown: 'individual' } });
  const { items } = (await callAs(ravi, 'GET', '/v1/grants?side=requestor')) as { items: { id: string }[] };
  const link = `${services.server.url}/healthz?role=1&from=behalf`;
  const { id } = (await callAs(ravi, 'POST', '/v1/sends', {
    ...{ from: { grantId: items[0]!.id }, to: { email: candidate }, subject: 'A role for Jonas' },
    ...{ html: `<p>Hi Jonas, <a href="${link.replace('&', '&amp;')}">the role</a>.</p>` },
    track: { opens: true, clicks: true },
  })) as Send;
  const outcome = async () => ((await callAs(ravi, 'GET', `/v1/sends/${id}`)) as Send).outcome!;
  const of = { subject: 'A role for Jonas', from: maya.email };
  await awaitMail(services, { of: candidate, folder: 'INBOX', ...of });

  // For the whole browser: what an email loads comes from a frame, which a page's own setting does not reach.
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', `--user-agent=${browserOfAPerson}`],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`${services.google.url}/inbox/${candidate}`);
    await page.getByRole('link', { name: 'A role for Jonas' }).first().click();
    // Within two seconds of sending nobody has read it; the candidate looks until it counts.
    await until('an open', async () => {
      await page.reload();
      return (await outcome()).opens!.people > 0;
    });
    const clicked = await until('a click', async () => {
      const arrived = await followLink(page);
      return (await outcome()).clicks!.people > 0 && arrived;
    });
    expect(clicked).toBe(link);
    // The stand-in's page leads to Sent once it took the reply.
    const sent = page.getByRole('heading', { name: 'Sent' });
    await expect(async () => {
      if (!(await sent.isVisible())) {
        await page.getByLabel(/Reply as/).fill(canary);
        await page.getByRole('button', { name: 'Send reply' }).click();
      }
      await expect(sent).toBeVisible();
    }).toPass({ timeout: 60_000 });
    await awaitMail(services, {
      of: maya.email,
      folder: 'INBOX',
      subject: 'Re: A role for Jonas',
      from: candidate,
    });
  } finally {
    await browser.close();
  }

  await services.killServer();
  withDatabase(services, (database) =>
    database.prepare('update watched_threads set next_look_at = 1 where send_id = ?').run(id),
  );
  await services.restartServer();
  await until('the reply', async () => (await outcome()).repliedAt, 60_000);
  expect(await outcome()).toMatchObject({ tracking: 'individual', bouncedAt: null, autoRepliedAt: null });

  const bytes = ['', '-wal'].map((end) => readFileSync(join(services.dataDir, `behalf.db${end}`)));
  for (const part of bytes) expect(part.includes('pangolin')).toBe(false);
  const asked = services.google.record.since().filter(({ path }) => path.startsWith('/gmail/'));
  expect(JSON.stringify(asked)).not.toContain('pangolin');
  for (const [who, name] of [
    [ravi, 'popup'],
    [ravi, 'activity'],
    [maya, 'ledger'],
  ] as const) {
    const page = await who.openOwn(name);
    const marks = name === 'popup' ? ['Replied', 'Clicked'] : ['Replied', 'Clicked', 'Opened'];
    const role = name === 'popup' ? 'listitem' : 'row';
    const email = page.getByRole(role).filter({ hasText: 'A role for Jonas' });
    for (const mark of marks) await expect(email.getByText(mark, { exact: true })).toBeVisible();
    expect(await page.content()).not.toContain('pangolin');
  }
});

/** Follows the link of the email that is open; resolves with the address that it led to. */
async function followLink(page: Page): Promise<string> {
  const opened = page.waitForEvent('popup');
  await page.frameLocator('iframe[title="Message text"]').getByRole('link', { name: 'the role' }).click();
  const tab = await opened;
  await tab.waitForLoadState();
  const url = tab.url();
  await tab.close();
  return url;
}
