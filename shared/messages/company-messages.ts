import type { Suppression } from '../api/suppressions.ts';

/** What came of a list that was brought in: `there` stood before, `invalid` are cells that are no address. */
export type ImportReport = { added: number; there: number; invalid: string[] };

/** What holds for everybody of the company. */
export interface CompanyMessages {
  /** The newest of those who are not to be written to, or those whose address holds `search`. */
  'suppressions:list': {
    payload: { search: string; limit: number };
    value: { items: Suppression[]; hasMore: boolean };
  };
  /** `isNew`: false when the address stood there before. */
  'suppressions:add': { payload: { email: string }; value: { email: string; isNew: boolean } };
  'suppressions:addAll': { payload: { cells: string[] }; value: ImportReport };
  'suppressions:remove': { payload: { id: string }; value: null };
  /** All of them as a CSV file. */
  'suppressions:file': { payload: undefined; value: string };
}
