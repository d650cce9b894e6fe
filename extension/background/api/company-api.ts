import type { ChangePolicy } from '../../../shared/api/policy.ts';
import type { Suppression } from '../../../shared/api/suppressions.ts';
import { succeed, type Outcome } from '../../../shared/messages/outcome.ts';
import { listAll } from './list-all.ts';
import type { Call } from './server.ts';

/** The most that a page of the server's holds. */
const pageSize = 200;

/** What holds for the whole company: one function per route, as in `api-client.ts`. */
export const createCompanyApi = (call: Call) => ({
  policy: () => call((server) => server.v1.policy.$get()),
  changePolicy: (json: ChangePolicy) => call((server) => server.v1.policy.$put({ json })),
  /** As many as `limit` of those whose address holds `search`, newest first, and whether there are more. */
  suppressions: async (
    search: string,
    limit: number,
  ): Promise<Outcome<{ items: Suppression[]; hasMore: boolean }>> => {
    const items: Suppression[] = [];
    for (let cursor: string | undefined; ;) {
      const query = {
        ...(search && { search }),
        ...(cursor !== undefined && { cursor }),
        limit: Math.min(pageSize, limit - items.length),
      };
      const answer = await call((server) => server.v1.suppressions.$get({ query }));
      if (!answer.ok) return answer;
      items.push(...answer.value.items);
      const { nextCursor } = answer.value;
      if (nextCursor === null || items.length >= limit)
        return succeed({ items, hasMore: nextCursor !== null });
      cursor = nextCursor;
    }
  },
  suppress: (email: string) => call((server) => server.v1.suppressions.$post({ json: { email } })),
  suppressAll: (emails: string[]) => call((server) => server.v1.suppressions.$post({ json: { emails } })),
  unsuppress: (id: string) => call((server) => server.v1.suppressions[':id'].$delete({ param: { id } })),
  erasuresAsked: () =>
    listAll((query) =>
      call((server) => server.v1.suppressions.$get({ query: { ...query, erasureAsked: 'true' } })),
    ),
  erasure: (id: string) => call((server) => server.v1.suppressions[':id'].erasure.$get({ param: { id } })),
  eraseRecipient: (id: string) =>
    call((server) => server.v1.suppressions[':id'].erasure.$post({ param: { id } })),
  exportSuppressions: async (): Promise<Outcome<string>> => {
    const answer = await call<unknown>((server) => server.v1.suppressions.export.$get({ query: {} }));
    return answer.ok ? succeed(String(answer.value)) : answer;
  },
});
