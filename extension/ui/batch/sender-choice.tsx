import type { Sender } from '../../../shared/api/senders.ts';
import { Combobox } from '../combobox.tsx';
import { unusableBecause } from '../from-picker.tsx';
import { ReadNotice } from '../notice.tsx';
import { plain } from '../person-name.ts';
import { counted } from '../plural.ts';
import { useClient } from '../surface.tsx';
import type { Read } from '../use-read.ts';
import { senderIdOf } from './batch-form.ts';

type SenderChoiceProps = {
  senders: Read<Sender[]>;
  value: string | null;
  onChoose: (senderId: string) => void;
};

/** Who a batch goes out as: everybody one may send for, and one's own mailbox. */
export function SenderChoice({ senders, value, onChoose }: SenderChoiceProps) {
  const { text } = useClient();
  const choices = (senders.value ?? []).map((sender) => ({
    id: senderIdOf(sender),
    label: sender.grantId === null ? text('batch_own_mailbox') : plain(sender.person.name),
    detail: sender.person.email,
    person: sender.person,
    disabled: unusableBecause(text, sender),
    meta: sender.usable && sender.leftToday !== null ? counted(text, 'picker_left', sender.leftToday) : '',
  }));
  return (
    <>
      <Combobox
        label={text('picker_label')}
        placeholder={text('batch_choose_sender')}
        choices={choices}
        value={value}
        onChoose={onChoose}
        status={senders.value ? undefined : text('picker_loading')}
      />
      {senders.failure && <ReadNotice read={senders} what={text('popup_what_senders')} />}
    </>
  );
}
