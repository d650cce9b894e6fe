import type { RowProblem } from '../../../shared/api/batches.ts';
import { refuse, type Refusal } from '../../refusal.ts';

const words: Record<Exclude<RowProblem['kind'], 'recent'>, (problem: RowProblem) => string> = {
  invalid_address: () => 'not one plain email address',
  invalid_name: () => 'a name that can’t stand in an email',
  unfilled: ({ field }) => `nothing to fill {{${field}}} with`,
  invalid_field: ({ field }) => `a value of {{${field}}} that can’t stand where it is used`,
  recipient_not_allowed: () => 'the sender’s terms do not allow this recipient',
  recipient_suppressed: () => 'a recipient who is not to be written to',
  duplicate: ({ row }) => `the same recipient as row ${row! + 1}`,
};

/** How many rows a refusal names. */
const named = 10;

/** Whether a problem keeps the batch from being sent while its row is in it. */
export const isBlocking = ({ kind }: RowProblem): boolean => kind !== 'recent';

/** Refuses a batch with rows that something is wrong with, and says with which (from 1) and what. */
export function refuseRows(
  rows: readonly { row: number; problems: readonly RowProblem[] }[],
): Refusal | null {
  const wrong = rows.flatMap(({ row, problems }) => {
    const [first] = problems.filter(isBlocking);
    return first ? `row ${row + 1}: ${words[first.kind as keyof typeof words](first)}` : [];
  });
  if (wrong.length === 0) return null;
  const more = wrong.length > named ? `; and ${wrong.length - named} more` : '';
  return refuse(
    'invalid_request',
    `rows: nothing was sent, since ${wrong.slice(0, named).join('; ')}${more}. Correct or leave out those rows.`,
  );
}
