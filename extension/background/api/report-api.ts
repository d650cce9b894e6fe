import type { Page } from '../../../shared/api/page.ts';
import type { Send } from '../../../shared/api/sends.ts';
import { readCursor } from '../../../shared/domain/send-place.ts';
import { succeed, type Outcome } from '../../../shared/messages/outcome.ts';
import type { ReportMessages, SendsFound, SendsWanted } from '../../../shared/messages/report-messages.ts';
import { onceEach } from './once-each.ts';
import type { Call } from './server.ts';

/** The most a page of the server has, and how many of them are asked for one list: each may be short. */
const pageSize = 100;
const mostPages = 8;

/** Figures, and lists of what was sent: one function per route, as in `api-client.ts`. */
export function createReportApi(call: Call) {
  const queryOf = ({ others, ...wanted }: SendsWanted) => ({
    ...wanted,
    ...(others ? { others: 'true' as const } : {}),
  });
  return {
    findSends: async (wanted: SendsWanted, count: number): Promise<Outcome<SendsFound>> => {
      let items: Send[] = [];
      const ask = (limit: number, cursor: string | undefined): Promise<Outcome<Page<Send>>> =>
        call((server) => server.v1.sends.$get({ query: { ...queryOf(wanted), limit, cursor } }));
      let next: string | null = null;
      for (let page = 0; page < mostPages; page += 1) {
        const answer = await ask(Math.min(pageSize, count - items.length), next ?? undefined);
        if (!answer.ok) return answer;
        items = onceEach([...items, ...answer.value.items]);
        next = answer.value.nextCursor;
        if (next === null || items.length >= count) break;
      }
      const isFull = items.length >= count;
      return succeed({ items, more: next !== null, reachedAt: next && !isFull ? timeOf(next) : null });
    },
    exportSends: async (wanted: SendsWanted): Promise<Outcome<{ file: string }>> => {
      const answer = await call((server) => server.v1.sends.export.$get({ query: queryOf(wanted) }));
      return answer.ok ? succeed({ file: String(answer.value ?? '') }) : answer;
    },
    stats: (query: ReportMessages['stats:read']['payload']) =>
      call((server) => server.v1.stats.$get({ query })),
  };
}

/** The instant a cursor has come to; null for one that tells none. */
function timeOf(cursor: string): string | null {
  const place = readCursor(cursor);
  return place && new Date(place.listedAt).toISOString();
}
