import type { RecipientErasure, Suppression } from '../../../shared/api/suppressions.ts';
import type { Client } from '../client.ts';
import { ConfirmInline } from '../confirm-inline.tsx';
import { Consequences } from '../consequences.tsx';
import { ReadNotice } from '../notice.tsx';
import { counted } from '../plural.ts';
import { useClient } from '../surface.tsx';
import { useAct } from '../use-act.ts';
import { useRead } from '../use-read.ts';

type EraseRecipientProps = {
  recipient: Suppression;
  onErased: (what: RecipientErasure) => void;
  onNo: () => void;
};

/** Says what would be deleted, and asks once more. */
export function EraseRecipient({ recipient: { id, email }, onErased, onNo }: EraseRecipientProps) {
  const { text } = useClient();
  const act = useAct();
  const erasure = useRead('erasure:read', { id }, ['suppressions', 'sends']);
  return (
    <ConfirmInline
      question={text('erasure_question', email)}
      yes={text('erasure_yes')}
      act={act}
      isReady={erasure.value !== undefined}
      onYes={() => act.run('erasure:do', { id }, onErased)}
      onNo={onNo}
    >
      <ReadNotice read={erasure} what={text('erasure_what')} />
      {erasure.value && <Consequences sentences={sentencesOf(erasure.value, text)} />}
    </ConfirmInline>
  );
}

function sentencesOf({ emails, underWay }: RecipientErasure, text: Client['text']) {
  return [
    emails > 0 ? counted(text, 'erasure_emails', emails) : text('erasure_nothing'),
    underWay > 0 && counted(text, 'erasure_under_way', underWay),
    text('erasure_kept'),
    text('erasure_elsewhere'),
  ];
}
