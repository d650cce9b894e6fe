import { recipientKeyOf } from '../../../shared/domain/email-address.ts';
import type { GrantActor } from '../../grants/grant-actor.ts';
import type { Store } from '../../store/store.ts';
import { findSuppressions, type SuppressionRow } from '../../store/suppressions.ts';
import { suppress } from './suppress.ts';

/** A member puts addresses down, one by hand or a list. Resolves with what stands for each, and how many are new. */
export const addSuppressions = (
  store: Store,
  { memberId: byMemberId, workspaceId, now }: GrantActor,
  { emails, source }: { emails: readonly string[]; source: 'member' | 'import' },
): Promise<{ added: number; standing: SuppressionRow[] }> =>
  store.tx(async (q) => {
    const added = await suppress(q, { workspaceId, emails, source, byMemberId, now });
    const recipientKeys = [...new Set(emails.map(recipientKeyOf))];
    const found = await findSuppressions(q, { workspaceId, recipientKeys });
    const standing = recipientKeys.flatMap((key) => found.find((row) => row.recipientKey === key) ?? []);
    return { added: added.length, standing };
  });
