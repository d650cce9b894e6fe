import { useEffect, useState } from 'preact/hooks';
import type { SubmitBatch } from '../../../shared/api/batches.ts';
import { settlesKey, type FailureCode } from '../../../shared/messages/outcome.ts';
import { maxBatchRows } from '../../../shared/domain/batch-state.ts';
import { TimingForm } from '../later/timing-form.tsx';
import { Notice, ReadNotice } from '../notice.tsx';
import { firstName } from '../person-name.ts';
import { counted } from '../plural.ts';
import { useClient } from '../surface.tsx';
import { useLanguage, useNow } from '../time.tsx';
import { useAct } from '../use-act.ts';
import { useRead } from '../use-read.ts';
import { batchOf, senderIdOf, withoutRows, type BatchForm } from './batch-form.ts';
import { ConfirmBatch } from './confirm-batch.tsx';
import { PreviewList } from './preview-list.tsx';
import { RecipientsInput } from './recipients-input.tsx';
import { RowWalk } from './row-walk.tsx';
import { seenWords } from './seen-words.ts';
import { SenderChoice } from './sender-choice.tsx';
import { summaryWords } from './summary-words.ts';
import { TemplateFields } from './template-fields.tsx';
import { usePreview } from './use-preview.ts';

export type BatchDialogueProps = {
  /** What the page begins with: nothing, a site's draft, or what was written here before a reload. */
  first: BatchForm;
  /** Keeps what was written over a reload; false when it is too much. */
  onKeep: (form: BatchForm) => boolean;
  makeKey: () => string;
  /** The server has it: from here on it is on its own, whatever becomes of this page. */
  onStarted: (batchId: string) => void;
};

/** One text to many people: who it goes out as, what it says, to whom, when; looked through before it goes. */
export function BatchDialogue({ first, onKeep, makeKey, onStarted }: BatchDialogueProps) {
  const { text } = useClient();
  const reader = { text, language: useLanguage(), now: useNow(30_000) };
  const senders = useRead('senders:list', undefined, ['senders', 'grants', 'mailboxes']);
  const sending = useAct();
  const [form, setForm] = useState(first);
  const [asks, setAsks] = useState(false);
  const [kept, setKept] = useState(true);
  const change = (fields: Partial<BatchForm>) => {
    setAsks(false);
    setForm((before) => ({ ...before, ...fields }));
  };
  useEffect(() => setKept(onKeep(form)), [form]);
  // What was refused for good is refused under its key for good; after anything else only the same key is safe.
  const refusedAs = sending.failure?.code;
  useEffect(() => {
    if (refusedAs && refusedAs !== 'idempotency_conflict' && settlesKey(refusedAs))
      setForm((before) => ({ ...before, key: makeKey() }));
  }, [sending.failure]);

  const tracking = useRead('tracking:choice', undefined, ['policy']).value;
  const { senderId, subject, table, timing } = form;
  const tracks = !!tracking?.allowed && (form.track ?? tracking.on);
  const tooMany = (table?.rows.length ?? 0) > maxBatchRows;
  const batch = tooMany ? null : batchOf(form, senders.value ?? []);
  const preview = usePreview(batch, table);
  const sender = senders.value?.find((each) => senderIdOf(each) === senderId);
  const { value: looked, isCurrent } = preview;
  const isPast = timing.at !== null && Date.parse(timing.at) <= reader.now;
  const canGo =
    batch !== null && isCurrent && looked!.sendable === looked!.total && looked!.total > 0 && !isPast;
  const seen =
    tracks && batch
      ? seenWords(
          batch.rows.map(({ email }) => email),
          tracking.modes,
          text,
        )
      : null;
  const name = sender && sender.grantId !== null ? firstName(sender.person.name) : '';
  const submit = () =>
    sending.run(
      'batches:submit',
      {
        key: form.key,
        batch: { ...(batch as SubmitBatch), ...(tracks && { track: { opens: true, clicks: true } }) },
      },
      ({ id }) => onStarted(id),
    );

  return (
    <div class="batch">
      {/* What is on its way must not change under it. */}
      <div class="batch" inert={sending.busy && !sending.slow}>
        <section class="card">
          <SenderChoice senders={senders} value={senderId} onChoose={(id) => change({ senderId: id })} />
        </section>
        <section class="card">
          <h2>{text('batch_message')}</h2>
          <TemplateFields
            subject={subject}
            html={first.html}
            onSubject={(typed) => change({ subject: typed })}
            onHtml={(html) => change({ html })}
            fields={table?.columns ?? []}
          />
        </section>
        <section class="card">
          <h2>{text('batch_recipients')}</h2>
          <RecipientsInput table={table} onTable={(next) => change({ table: next })} />
          {batch && <ReadNotice read={preview} what={text('batch_what_preview')} />}
          {batch && looked && table && (
            <PreviewList
              preview={looked}
              isStale={!preview.isOfList}
              onRemove={(lines) => change({ table: withoutRows(table, lines) })}
            />
          )}
        </section>
        {batch && looked && isCurrent && <RowWalk batch={batch} preview={looked} />}
        <section class="card">
          <h2>{text('later_title')}</h2>
          <TimingForm timing={timing} onChange={(next) => change({ timing: next })} />
        </section>
        {tracking?.allowed && (
          <section class="card">
            <label class="bar-row">
              <span class="who">
                {text('track_switch')}
                <small>{seen ?? text('track_detail')}</small>
              </span>
              <input
                type="checkbox"
                role="switch"
                checked={tracks}
                onChange={({ currentTarget: { checked } }) => change({ track: checked })}
              />
            </label>
          </section>
        )}
      </div>
      {!kept && <p class="quiet">{text('batch_not_kept')}</p>}
      {asks && canGo ? (
        <ConfirmBatch
          sentences={[...summaryWords(looked!, sender!, timing, reader), ...(seen ? [seen] : [])]}
          yes={counted(text, name ? 'batch_yes' : 'batch_yes_own', looked!.sendable, name)}
          act={sending}
          onYes={submit}
          onNo={() => setAsks(false)}
        />
      ) : (
        <>
          <div class="actions">
            <button type="button" class="primary" disabled={!canGo} onClick={() => setAsks(true)}>
              {text('batch_go_on')}
            </button>
          </div>
          <p class="quiet" role="status">
            {missing()}
          </p>
        </>
      )}
      {sending.failure && <Notice tone="warn">{text(afterFailure(sending.failure.code))}</Notice>}
    </div>
  );

  /** What keeps it from going, so that a grey button is no riddle. */
  function missing(): string {
    if (!sender) return text('batch_needs_sender');
    if (!table) return text('batch_needs_recipients');
    if (tooMany) return text('batch_too_many', String(maxBatchRows));
    if (!batch) return text('batch_needs_text');
    if (isPast) return text('later_past');
    if (!isCurrent) return preview.failure ? '' : text('batch_looking');
    return looked!.sendable < looked!.total ? text('batch_needs_fixing') : '';
  }
}

/** The server refuses the key of a batch it has with anything else: an answer got lost, and it was taken after all. */
const afterFailure = (code: FailureCode): string =>
  code === 'idempotency_conflict' ? 'batch_taken_before' : 'batch_still_here';
