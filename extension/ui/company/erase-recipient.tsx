import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { RecipientErasure, Suppression } from '../../../shared/api/suppressions.ts';
import { ActNotice, ReadNotice } from '../notice.tsx';
import { counted } from '../plural.ts';
import { useClient } from '../surface.tsx';
import { useAct } from '../use-act.ts';
import { useRead } from '../use-read.ts';

type EraseRecipientProps = {
  recipient: Suppression;
  onErased: (what: RecipientErasure) => void;
  onNo: () => void;
};

/** Says what would be deleted, and asks once more. The focus goes to the harmless button; Esc is no. */
export function EraseRecipient({ recipient: { id, email }, onErased, onNo }: EraseRecipientProps) {
  const { text } = useClient();
  const label = useId();
  const act = useAct();
  const erasure = useRead('erasure:read', { id }, ['suppressions', 'sends']);
  const no = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => no.current!.focus(), []);
  return (
    <div
      class="confirm-inline"
      role="alertdialog"
      aria-labelledby={label}
      aria-describedby={`${label}-detail`}
      onKeyDown={(event) => event.key === 'Escape' && onNo()}
    >
      <p id={label}>{text('erasure_question', email)}</p>
      <div id={`${label}-detail`}>
        <ReadNotice read={erasure} what={text('erasure_what')} />
        {erasure.value && <Consequences {...erasure.value} />}
      </div>
      <div class="actions">
        <button
          type="button"
          class="destructive"
          disabled={act.busy || !erasure.value}
          onClick={() => act.run('erasure:do', { id }, onErased)}
        >
          {text('erasure_yes')}
        </button>
        <button type="button" ref={no} onClick={onNo}>
          {text('common_keep')}
        </button>
      </div>
      <ActNotice act={act} />
    </div>
  );
}

function Consequences({ emails, underWay }: RecipientErasure) {
  const { text } = useClient();
  const sentences = [
    emails > 0 ? counted(text, 'erasure_emails', emails) : text('erasure_nothing'),
    underWay > 0 && counted(text, 'erasure_under_way', underWay),
    text('erasure_kept'),
    text('erasure_elsewhere'),
  ];
  return (
    <ul class="consequences">
      {sentences.map((sentence) => sentence && <li key={sentence}>{sentence}</li>)}
    </ul>
  );
}
