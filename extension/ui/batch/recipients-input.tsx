import { useId, useState } from 'preact/hooks';
import { maxBatchRows } from '../../../shared/domain/batch-state.ts';
import { Notice } from '../notice.tsx';
import { counted } from '../plural.ts';
import { useClient } from '../surface.tsx';
import { ListInput } from './list-input.tsx';
import { readTable, type Table, type TableProblem } from './read-table.ts';

type RecipientsInputProps = { table: Table | null; onTable: (table: Table | null) => void };

/** The list of recipients: pasted or from a file, then what was understood of it. */
export function RecipientsInput({ table, onTable }: RecipientsInputProps) {
  const { text } = useClient();
  const [problem, setProblem] = useState<TableProblem | null>(null);
  const take = (list: string) => {
    const read = readTable(list, (column) => text('batch_column', String(column)));
    if ('problem' in read) return setProblem(read.problem);
    setProblem(null);
    onTable(read);
  };
  if (table) return <TableSummary table={table} onTable={onTable} />;
  return (
    <div class="recipients-input">
      <ListInput
        label={text('batch_list')}
        hint={text('batch_list_hint', String(maxBatchRows))}
        example={text('batch_list_example')}
        onList={take}
      />
      {problem && (
        <Notice tone="bad">{text(`batch_list_${problem.kind}`, String(problem.line ?? ''))}</Notice>
      )}
    </div>
  );
}

function TableSummary({ table, onTable }: { table: Table; onTable: (table: Table | null) => void }) {
  const { text } = useClient();
  const id = useId();
  const { rows, columns, emailColumn } = table;
  return (
    <div class="recipients-input">
      <div class="bar-row">
        <span class="who">{counted(text, 'batch_list_lines', rows.length)}</span>
        <button type="button" onClick={() => onTable(null)}>
          {text('batch_list_another')}
        </button>
      </div>
      <div class="form-row">
        <label for={id}>{text('batch_email_column')}</label>
        <select
          id={id}
          value={emailColumn}
          onChange={({ currentTarget: { value } }) => onTable({ ...table, emailColumn: Number(value) })}
        >
          {emailColumn < 0 && <option value={-1}>{text('batch_choose_column')}</option>}
          {columns.map((name, column) => (
            <option key={name} value={column}>
              {name}
            </option>
          ))}
        </select>
      </div>
      {emailColumn < 0 && <Notice tone="warn">{text('batch_no_emails')}</Notice>}
      {rows.length > maxBatchRows && (
        <Notice tone="warn">
          {text('batch_too_many', String(maxBatchRows))}
          <button type="button" onClick={() => onTable({ ...table, rows: rows.slice(0, maxBatchRows) })}>
            {text('batch_keep_first', String(maxBatchRows))}
          </button>
        </Notice>
      )}
    </div>
  );
}
