import type { Page } from 'playwright/test';
import { dwellMs } from '../../extension/content/strip-visibility.ts';
import { injected } from './injected.ts';

type DomNode = {
  backendNodeId: number;
  attributes?: string[];
  children?: DomNode[];
  shadowRoots?: DomNode[];
};

/**
 * Waits until the browser itself has called the identity strip visible for as long as the content script wants it seen:
 * from here on a click is an informed one, unless something happens to the strip.
 */
export async function stripInSight(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await injected(page).waitForText('Sending as');
  const { root } = (await session.send('DOM.getDocument', { depth: -1, pierce: true })) as { root: DomNode };
  const { object } = await session.send('DOM.resolveNode', { backendNodeId: findStrip(root)! });
  // Not `page.evaluate`, which counts as a gesture of the person's.
  await session.send('Runtime.callFunctionOn', {
    objectId: object.objectId!,
    functionDeclaration: seenFor.toString(),
    arguments: [{ value: dwellMs }],
    awaitPromise: true,
  });
  await session.detach();
}

function findStrip({
  backendNodeId,
  attributes = [],
  children = [],
  shadowRoots = [],
}: DomNode): number | undefined {
  if (attributes[attributes.indexOf('class') + 1] === 'strip') return backendNodeId;
  for (const child of [...shadowRoots, ...children]) {
    const found = findStrip(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

function seenFor(this: Element, ms: number): Promise<void> {
  return new Promise((resolve) => {
    let since = Infinity;
    const options = { trackVisibility: true, delay: 100, threshold: [0, 0.5, 1] };
    const observer = new IntersectionObserver((entries) => {
      const { isVisible } = entries.at(-1) as IntersectionObserverEntry & { isVisible: boolean };
      since = isVisible ? Math.min(since, performance.now()) : Infinity;
    }, options);
    observer.observe(this);
    const look = () => {
      if (performance.now() - since < ms) return void requestAnimationFrame(look);
      observer.disconnect();
      resolve();
    };
    look();
  });
}
