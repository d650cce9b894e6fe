import { useState } from 'preact/hooks';
import type { SendsWanted } from '../../../shared/messages/report-messages.ts';
import { Notice, ReadNotice } from '../notice.tsx';
import { useClient } from '../surface.tsx';
import { Time } from '../time.tsx';
import { useAct } from '../use-act.ts';
import { useRead } from '../use-read.ts';
import { ActNotice } from '../notice.tsx';
import { SendTable } from './send-table.tsx';
import { useAgainWhileSeen } from '../use-again-while-seen.ts';

const [step, most] = [50, 500];

/** Puts a file into the person's downloads. */
export type OnFile = (name: string, csv: string) => void;
type SendListProps = { wanted: SendsWanted; meId: string; empty: string; fileName: string; onFile: OnFile };

/** Emails that fit, what has yet to go first, then what went last, more on demand, and all of them as a file. */
export function SendList({ wanted, meId, empty, fileName, onFile }: SendListProps) {
  const { text } = useClient();
  const [count, setCount] = useState(step);
  const exporting = useAct();
  const found = useRead('sends:find', { ...wanted, count }, ['sends', 'batches']);
  useAgainWhileSeen(found);
  const { items = [], more = false, reachedAt = null } = found.value ?? {};
  return (
    <section>
      <div class="heading-row">
        <h2>{text('activity_emails')}</h2>
        <button
          type="button"
          disabled={exporting.busy || items.length === 0}
          onClick={() => exporting.run('sends:save', wanted, ({ file }) => onFile(fileName, file))}
        >
          {text(exporting.busy ? 'activity_exporting' : 'activity_export')}
        </button>
      </div>
      <ActNotice act={exporting} />
      {items.length > 0 && <p class="quiet">{text('activity_listed_by')}</p>}
      <ReadNotice read={found} what={text('activity_what')} />
      {found.value && items.length === 0 && reachedAt === null && <p class="card quiet">{empty}</p>}
      {items.length > 0 && (
        <div class="card report">
          <SendTable sends={items} meId={meId} side={wanted.side} />
        </div>
      )}
      {reachedAt !== null && (
        <Notice tone="warn">
          <span>
            {text(items.length ? 'activity_reached' : 'activity_reached_none')} <Time at={reachedAt} day />
          </span>
        </Notice>
      )}
      {more && reachedAt === null && count < most && (
        <button type="button" class="more" onClick={() => setCount(Math.min(most, count + step * 2))}>
          {text('activity_more')}
        </button>
      )}
      {more && count >= most && <p class="quiet">{text('activity_too_many', String(most))}</p>}
    </section>
  );
}
