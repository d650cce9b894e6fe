import { useState } from 'preact/hooks';
import { maxSuppressionsImported } from '../../../shared/domain/suppression.ts';
import type { ImportReport } from '../../../shared/messages/company-messages.ts';
import { ListInput } from '../batch/list-input.tsx';
import { looksLikeAddress } from '../batch/read-table.ts';
import { ActNotice, Notice } from '../notice.tsx';
import { plain } from '../person-name.ts';
import { counted } from '../plural.ts';
import { useClient } from '../surface.tsx';
import { useAct } from '../use-act.ts';
import { readAddresses, type AddressList } from './read-addresses.ts';

/** A whole list at once, pasted or from a file: read first, put down with the next click, then what came of it. */
export function ImportSuppressions() {
  const { text } = useClient();
  const act = useAct();
  const [list, setList] = useState<AddressList | null>(null);
  const [report, setReport] = useState<ImportReport | null>(null);
  const take = (typed: string) => {
    act.clear();
    setReport(null);
    setList(readAddresses(typed));
  };
  const cells = list && 'cells' in list ? list.cells : null;
  const doubtful = cells?.filter((cell) => !looksLikeAddress(cell)).length ?? 0;
  const isTooLong = cells !== null && cells.length > maxSuppressionsImported;
  return (
    <details>
      <summary>{text('suppress_import')}</summary>
      <div class="import">
        {cells ? (
          <>
            <p role="status">
              {counted(text, 'suppress_import_read', cells.length)}
              {doubtful > 0 && ` ${counted(text, 'suppress_import_doubtful', doubtful)}`}
            </p>
            {isTooLong && (
              <Notice tone="bad">{text('suppress_import_too_long', String(maxSuppressionsImported))}</Notice>
            )}
            <div class="actions">
              <button
                type="button"
                class="primary"
                disabled={act.busy || isTooLong}
                onClick={() =>
                  act.run('suppressions:addAll', { cells }, (value) => {
                    setReport(value);
                    setList(null);
                  })
                }
              >
                {text('suppress_import_yes')}
              </button>
              <button type="button" onClick={() => setList(null)}>
                {text('common_cancel')}
              </button>
            </div>
            <ActNotice act={act} />
          </>
        ) : (
          <ListInput
            label={text('suppress_import_list')}
            hint={text('suppress_import_hint', String(maxSuppressionsImported))}
            onList={take}
          />
        )}
        {list && 'problem' in list && (
          <Notice tone="bad">{text(`suppress_import_${list.problem}`, String(list.line ?? ''))}</Notice>
        )}
        {report && <Report report={report} />}
      </div>
    </details>
  );
}

/** So many that are no address are shown; who brought in the wrong file needs no more. */
const mostShown = 20;

function Report({ report: { added, there, repeated, invalid } }: { report: ImportReport }) {
  const { text } = useClient();
  const more = invalid.length - mostShown;
  return (
    <div role="status" class="import">
      <ul class="report">
        <li>{counted(text, 'suppress_report_added', added)}</li>
        {there > 0 && <li>{counted(text, 'suppress_report_there', there)}</li>}
        {repeated > 0 && <li>{counted(text, 'suppress_report_repeated', repeated)}</li>}
        {invalid.length > 0 && (
          <li class="wrong">
            {counted(text, 'suppress_report_invalid', invalid.length)}
            <ul>
              {invalid.slice(0, mostShown).map((cell, index) => (
                <li key={index}>
                  <bdi>{plain(cell) || text('suppress_report_nothing')}</bdi>
                </li>
              ))}
              {more > 0 && <li>{counted(text, 'suppress_report_more', more)}</li>}
            </ul>
          </li>
        )}
      </ul>
    </div>
  );
}
