import type { CDPSession, Page } from 'playwright/test';
import { until } from '../../demo/journey/until.ts';

/** An element of ours by what assistive technology knows of it. A string name must be the whole name. */
export type Query = { role: string; name?: string | RegExp };
type DomNode = {
  backendNodeId: number;
  nodeType: number;
  nodeValue: string;
  nodeName: string;
  shadowRootType?: string;
  children?: DomNode[];
  shadowRoots?: DomNode[];
};
type AxNode = {
  ignored: boolean;
  role?: { value: string };
  name?: { value: string };
  backendDOMNodeId?: number;
};
export type Box = { x: number; y: number; width: number; height: number };

const patienceMs = 8_000;

/**
 * Reads and clicks what Behalf has drawn into closed shadow roots of `page`, the way a person would: found by role and
 * name over the DevTools protocol, clicked with the real mouse.
 */
export function injected(page: Page) {
  let session: Promise<CDPSession> | undefined;
  const cdp = () => (session ??= page.context().newCDPSession(page));

  /** The backend ids of everything inside closed shadow roots, and its text in document order. */
  const readRoots = async () => {
    const { root } = (await (await cdp()).send('DOM.getDocument', { depth: -1, pierce: true })) as {
      root: DomNode;
    };
    const ids = new Set<number>();
    const texts: string[] = [];
    const walk = (node: DomNode, inside: boolean) => {
      if (inside) ids.add(node.backendNodeId);
      if (inside && node.nodeType === 3) texts.push(node.nodeValue);
      for (const child of node.shadowRoots ?? []) walk(child, inside || child.shadowRootType === 'closed');
      for (const child of node.children ?? []) walk(child, inside);
    };
    walk(root, false);
    return { ids, text: texts.join(' ').replace(/\s+/g, ' ').trim() };
  };

  const findAll = async ({ role, name }: Query): Promise<(AxNode & { backendDOMNodeId: number })[]> => {
    const [{ ids }, { nodes }] = await Promise.all([
      readRoots(),
      (await cdp()).send('Accessibility.getFullAXTree') as Promise<{ nodes: AxNode[] }>,
    ]);
    return nodes.filter((node): node is AxNode & { backendDOMNodeId: number } => {
      const own = node.name?.value ?? '';
      const named = name === undefined || (typeof name === 'string' ? own === name : name.test(own));
      return !node.ignored && node.role?.value === role && named && ids.has(node.backendDOMNodeId ?? -1);
    });
  };

  const poll = async <Found>(
    what: string,
    find: () => Promise<Found | undefined | false>,
  ): Promise<Found> => {
    // The document can be replaced in the middle of a reading.
    const look = () => find().catch(() => undefined);
    return until(what, look, patienceMs).catch(async (fault: Error) => {
      throw new Error(`${fault.message}; Behalf shows: ${(await readRoots()).text}`);
    });
  };
  const describe = ({ role, name }: Query) => `${role} ${String(name ?? '')}`;
  const waitFor = (query: Query) => poll(describe(query), async () => (await findAll(query))[0]);

  const boxOf = async (query: Query): Promise<Box> => {
    const { backendDOMNodeId: backendNodeId } = await waitFor(query);
    await (await cdp()).send('DOM.scrollIntoViewIfNeeded', { backendNodeId });
    const { model } = (await (await cdp()).send('DOM.getBoxModel', { backendNodeId })) as {
      model: { border: number[]; width: number; height: number };
    };
    return { x: model.border[0]!, y: model.border[1]!, width: model.width, height: model.height };
  };

  return {
    waitFor,
    findAll,
    boxOf,
    /** Clicks the middle of the element. */
    async click(query: Query): Promise<void> {
      const { x, y, width, height } = await boxOf(query);
      await page.mouse.click(x + width / 2, y + height / 2);
    },
    exists: async (query: Query): Promise<boolean> => (await findAll(query)).length > 0,
    /** All text Behalf shows in this page, in document order. */
    text: async (): Promise<string> => (await readRoots()).text,
    /** Waits until Behalf's text contains `part`, and returns all of it. */
    waitForText: (part: string | RegExp): Promise<string> =>
      poll(`text ${String(part)}`, async () => {
        const { text } = await readRoots();
        return (typeof part === 'string' ? text.includes(part) : part.test(text)) && text;
      }),
    waitUntilGone: (query: Query): Promise<true> =>
      poll(`the end of ${describe(query)}`, async () => (await findAll(query)).length === 0),
  };
}
