import type { GoogleStandIn } from '../../../demo/google/start.ts';
import type { SubmitSend } from '../../../shared/api/sends.ts';
import type { TrackingMode } from '../../../shared/domain/tracking-policy.ts';
import { listEvents } from '../../store/events.ts';
import type { Store } from '../../store/store.ts';
import { findTrackedSend } from '../../store/tracked-sends.ts';
import { readHits } from '../../store/tracking-hits.ts';
import { writePolicy } from '../../store/workspaces.ts';
import { createHttpWorld } from '../../testing/http-world.ts';
import { finalMs } from '../classify/final.ts';
import { findHtmlLinks } from '../find-links.ts';
import { tellSeen } from '../tell-seen.ts';

/** User agents as they are sent (see `known-agents.ts`). */
export const agents = {
  chrome:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
  firefox: 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  gmail: 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
  apple: 'Mozilla/5.0',
} as const;

/** The addresses that three links of a sample email lead to. */
export const hrefs = [
  'https://jobs.example/1?a=1&b=%2F',
  'https://jobs.example/2',
  'https://acme.example/team#us',
];

/** Ravi writes to Jonas as Maya, and what comes of it is looked at: the whole HTTP interface around one email. */
export async function trackedWorld(
  store: Store,
  google: GoogleStandIn,
  { mode = 'individual' as TrackingMode } = {},
) {
  const it = await createHttpWorld(store, google);
  const [maya, ravi] = [await it.enter('maya@acme.test'), await it.enter('ravi@acme.test')];
  const from = { grantId: (await maya.give(ravi)).body.id };
  await store.tx((q) =>
    writePolicy(q, ravi.workspaceId, {
      tracking: { consent: mode, unknown: mode, elsewhere: mode },
      unsubscribeLine: false,
    }),
  );
  const links = hrefs.map((href) => `<a href="${href.replaceAll('&', '&amp;')}">link</a>`);

  /** Sends an email; resolves with its id and the paths that stand in it, as the recipient's program finds them. */
  const sendTracked = async ({ to }: Partial<Pick<SubmitSend, 'to'>> = {}) => {
    const track = { opens: true, clicks: true };
    const { id } = (
      await ravi.submit({ from, html: `<p>Hello ${links.join(' ')}</p>`, track, ...(to && { to }) })
    ).body;
    await it.dispatchAll();
    const message = (await google.mailbox('maya@acme.test')).at(-1)!;
    const paths = findHtmlLinks(message.html!).map(({ href }) => new URL(href).pathname);
    const pixel = /src="http:\/\/localhost:8787([^"]+)"/.exec(message.html!)![1]!;
    return { id, pixel, clicks: paths.slice(0, -1), canary: paths.at(-1)! };
  };

  return {
    ...{ it, store, maya, ravi, sendTracked },
    /** Asks for what stands in an email; resolves when it is counted. */
    ask: async (path: string, agent: string = agents.chrome, method = 'GET') => {
      const answer = await it.call(method, path, { headers: { 'user-agent': agent } });
      await it.tracker.counted();
      return answer;
    },
    row: async (id: string) => (await findTrackedSend(store.read, id))!,
    hits: async (id: string) => readHits(store.read, [id]),
    /** The sums of all days. */
    days: async () => {
      const rows = await store.read.select().from(store.read.t.senderDays);
      const sum = (key: 'opened' | 'clicked' | 'openMachines' | 'openUnknown') =>
        rows.reduce((total, row) => total + row[key], 0);
      const [opened, clicked] = [sum('opened'), sum('clicked')];
      return { opened, clicked, openMachines: sum('openMachines'), openUnknown: sum('openUnknown') };
    },
    /** Lets pass what it takes until nothing that was seen can be taken for something else, and tells it. */
    tellFinal: async () => {
      it.advance(finalMs);
      await tellSeen(store, it.clock());
    },
    /** What a member was told about an email being seen. */
    told: async ({ memberId }: { memberId: string }, id: string) =>
      (await listEvents(store.read, memberId, { after: 0, limit: 1000 }))
        .filter(({ subjectId, type }) => subjectId === id && /opened|clicked/.test(type))
        .map(({ type }) => type),
  };
}
