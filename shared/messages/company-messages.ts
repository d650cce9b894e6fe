import type { ChangePolicy, Policy } from '../api/policy.ts';
import type { RecipientErasure, Suppression } from '../api/suppressions.ts';
import type { WorkspacePolicy } from '../domain/tracking-policy.ts';

/**
 * What came of a list that was brought in: `there` stood before, `repeated` came up in the list before, `invalid` are cells
 * that are no address. Together they are all that was read.
 */
export type ImportReport = { added: number; there: number; repeated: number; invalid: string[] };

/**
 * Whether opens and clicks may be asked for at all, how much of that there is for whom, and whether this person asked for
 * it last time.
 */
export type TrackingChoice = { allowed: boolean; on: boolean; modes: WorkspacePolicy['tracking'] };

/** What holds for everybody of the company. */
export interface CompanyMessages {
  'policy:read': { payload: undefined; value: Policy };
  /** Admins only; holds for emails submitted from then on. Names what was on the screen; refused when others hold by now. */
  'policy:change': { payload: Required<ChangePolicy>; value: Policy };
  'tracking:choice': { payload: undefined; value: TrackingChoice };
  /** The newest of those who are not to be written to, or those whose address holds `search`. */
  'suppressions:list': {
    payload: { search: string; limit: number };
    value: { items: Suppression[]; hasMore: boolean };
  };
  /** `isNew`: false when the address stood there before. */
  'suppressions:add': { payload: { email: string }; value: { email: string; isNew: boolean } };
  'suppressions:addAll': { payload: { cells: string[] }; value: ImportReport };
  'suppressions:remove': { payload: { id: string }; value: null };
  /** Recipients who asked to have what is stored about them deleted and wait for it: none for whoever can't do it. */
  'erasure:asked': { payload: undefined; value: Suppression[] };
  /** What deleting it would delete. Admins only. */
  'erasure:read': { payload: { id: string }; value: RecipientErasure };
  /** It can't be undone. Admins only. */
  'erasure:do': { payload: { id: string }; value: RecipientErasure };
  /** All of them as a CSV file. */
  'suppressions:file': { payload: undefined; value: string };
}
