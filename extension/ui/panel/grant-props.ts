import type { Grant } from '../../../shared/api/grants.ts';
import type { Me } from '../../../shared/api/me.ts';
import type { Side } from './row-action.ts';
import type { Tell } from './told.ts';

export type GrantTableProps = {
  surface: 'page' | 'site';
  me: Me;
  /** Whether replies are looked for in my mailbox: connecting it again keeps that choice. */
  replies: boolean;
  grants: readonly Grant[];
  openGrantId?: string | undefined;
  onStart: (side: Side, personId: string) => void;
  /** The person begins something else than what was done last. */
  onBegin: () => void;
  onDone: Tell;
};

export type GrantRowProps = Omit<GrantTableProps, 'grants' | 'openGrantId'> & {
  grant: Grant;
  all: readonly Grant[];
  opened: boolean;
};

/** What stands under a row: nothing, its terms, or the question before it ends. */
export type Unfolded = null | 'terms' | 'withdraw' | 'revoke' | 'leave' | 'decline';
