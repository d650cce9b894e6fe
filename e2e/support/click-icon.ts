import type { Page } from 'playwright/test';

type Target = { targetId: string; url: string };

/** Clicks Behalf's icon in the toolbar while `page` is in front: only then does the browser say which page that is. */
export async function clickIcon(page: Page, extensionId: string): Promise<void> {
  await page.bringToFront();
  const session = await page.context().browser()!.newBrowserCDPSession();
  const { targetInfos } = await session.send('Target.getTargets', { filter: [{ type: 'tab' }] });
  const tab = targetInfos.find(({ url }: Target) => url === page.url());
  if (!tab) throw new Error(`No tab shows ${page.url()}`);
  // Too young a command for Playwright's list of them.
  const send = session.send.bind(session) as (method: string, params: object) => Promise<unknown>;
  await send('Extensions.triggerAction', { id: extensionId, targetId: tab.targetId });
  await session.detach();
}
