import type { SendsWanted } from '../../../shared/messages/report-messages.ts';

/** What an email can be asked for: what came of it once it was sent, or how far it got. */
export const outcomeChoices = [
  'opened',
  'clicked',
  'replied',
  'bounced',
  'none',
  'held',
  'queued',
  'failed',
  'blocked',
] as const;
export type OutcomeChoice = (typeof outcomeChoices)[number] | '';

const states: readonly OutcomeChoice[] = ['held', 'queued', 'failed', 'blocked'];

/** The part of a query that asks for it. */
export const wantedOf = (choice: OutcomeChoice): Pick<SendsWanted, 'state' | 'outcome'> =>
  choice === ''
    ? {}
    : states.includes(choice)
      ? { state: choice as SendsWanted['state'] }
      : { outcome: choice as SendsWanted['outcome'] };
