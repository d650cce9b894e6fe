import { useMemo, useState } from 'preact/hooks';
import type { BatchPreview, PreviewBatch, PreviewRow } from '../../../shared/api/batches.ts';
import { momentWords } from '../later/timing-words.ts';
import { ownZone } from '../later/zoned-time.ts';
import { EmailFrame } from '../mail/email-frame.tsx';
import { readBody } from '../mail/read-body.ts';
import { ReadNotice } from '../notice.tsx';
import { plain } from '../person-name.ts';
import { useClient } from '../surface.tsx';
import { useLanguage, useNow } from '../time.tsx';
import { useRead } from '../use-read.ts';
import { Walk } from '../walk.tsx';

type RowWalkProps = { batch: PreviewBatch; preview: BatchPreview };

/** Each email as its recipient would get it, one at a time. */
export function RowWalk({ batch, preview }: RowWalkProps) {
  const { text } = useClient();
  const [chosen, setChosen] = useState(0);
  const index = Math.min(chosen, batch.rows.length - 1);
  const known = preview.rows.find(({ row }) => row === index);
  return (
    <section class="card">
      <h3>{text('batch_as_sent')}</h3>
      <Walk index={index} count={batch.rows.length} onChoose={setChosen} />
      {/* A long one is left out of an answer about many. */}
      {known && (known.html || !batch.html) ? (
        <RowEmail row={known} />
      ) : (
        <FetchedRow batch={batch} index={index} />
      )}
    </section>
  );
}

/** A line the preview did not bring along is asked for by itself. */
function FetchedRow({ batch, index }: { batch: PreviewBatch; index: number }) {
  const { text } = useClient();
  const one = useRead('batches:preview', { ...batch, rows: [batch.rows[index]!] }, []);
  const [row] = one.value?.rows ?? [];
  const isThis = row?.email === batch.rows[index]!.email;
  return row && isThis ? (
    <RowEmail row={row} />
  ) : (
    <ReadNotice read={{ ...one, value: undefined }} what={text('approve_what_email')} />
  );
}

function RowEmail({ row: { email, name, subject, html, dueAt } }: { row: PreviewRow }) {
  const { text } = useClient();
  const reader = { text, language: useLanguage(), now: useNow(60_000) };
  const body = useMemo(
    () => readBody(html, (alt) => (alt ? text('mail_picture_of', alt) : text('mail_picture'))),
    [html],
  );
  return (
    <>
      <dl class="facts">
        <dt>{text('common_to')}</dt>
        <dd>
          <bdi>{name ? `${plain(name)} <${plain(email)}>` : plain(email)}</bdi>
        </dd>
        <dt>{text('common_subject')}</dt>
        <dd>
          <bdi>{plain(subject) || text('common_no_subject')}</bdi>
        </dd>
        {dueAt && (
          <>
            <dt>{text('confirm_when')}</dt>
            <dd>{momentWords(dueAt, ownZone(), reader)}</dd>
          </>
        )}
      </dl>
      <div class="email-sheet">
        <EmailFrame content={body.content} label={text('mail_body')} />
      </div>
    </>
  );
}
