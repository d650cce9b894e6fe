import type { OutcomeFilter } from '../api/outcomes.ts';
import type { Send } from '../api/sends.ts';
import type { Stats, StatsGroup } from '../api/stats.ts';
import type { SendState } from '../domain/send-state.ts';

/** Which of my emails, on which side of them, from a day (UTC) on, and all that has yet to go. */
export type SendsWanted = {
  side: 'requestor' | 'acceptor';
  from: string;
  sender?: string | undefined;
  requestor?: string | undefined;
  state?: SendState | undefined;
  outcome?: OutcomeFilter | undefined;
  /** Without those from one's own mailbox. */
  others?: boolean | undefined;
};

/** The newest of them. `more`: these are not all; `reachedAt` is how far back was looked where that took too long. */
export type SendsFound = { items: Send[]; more: boolean; reachedAt: string | null };

/** What became of emails that were sent: lists, figures, and files of them. */
export interface ReportMessages {
  'sends:find': { payload: SendsWanted & { count: number }; value: SendsFound };
  /** All of them as CSV. */
  'sends:save': { payload: SendsWanted; value: { file: string } };
  /** Figures of the days until `to`, which is among them. */
  'stats:read': {
    payload: Pick<SendsWanted, 'side' | 'from' | 'sender' | 'requestor'> & { to: string; by: StatsGroup };
    value: Stats;
  };
}
