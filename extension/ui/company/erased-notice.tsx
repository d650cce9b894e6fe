import type { RecipientErasure } from '../../../shared/api/suppressions.ts';
import { Notice } from '../notice.tsx';
import { counted } from '../plural.ts';
import { useClient } from '../surface.tsx';

export type Erased = RecipientErasure & { email: string };

/** What came of deleting a recipient. */
export function ErasedNotice({ erased }: { erased: Erased | null }) {
  const { text } = useClient();
  if (!erased) return null;
  const { email, emails, underWay } = erased;
  return (
    <Notice tone="good">
      {counted(text, 'erasure_done', emails, email)}
      {underWay > 0 && ` ${counted(text, 'erasure_left', underWay)}`}
    </Notice>
  );
}
