import type { Failure } from '../../shared/messages/outcome.ts';
import type { Sender } from '../../shared/api/senders.ts';
import { Combobox, type Choice } from './combobox.tsx';
import { counted } from './plural.ts';
import { firstName, plain } from './person-name.ts';
import { useClient } from './surface.tsx';
import type { Client } from './client.ts';

/** The id of “Myself (this site)” among the choices: the site's own sending, which Behalf leaves alone. */
const myself = 'myself';

export type FromPickerProps = {
  /** What `senders:list` answered; null while it is being asked. Myself comes first whatever it holds. */
  senders: readonly Sender[] | null;
  /** Why the senders could not be read. */
  failure?: Failure | null;
  /** The chosen sender's grant; null is Myself (this site). */
  grantId: string | null;
  /** `sender` is null for Myself (this site). `event` is the click or key press: check `isTrusted`. */
  onChoose: (sender: Sender | null, event: Event) => void;
  onRetry?: (event: Event) => void;
};

/** Why a sender can't be chosen now, as a sentence; undefined when they can. */
export const unusableBecause = (text: Client['text'], sender: Sender): string | undefined =>
  sender.usable || !sender.reason
    ? undefined
    : text(`picker_reason_${sender.reason}`, firstName(sender.person.name));

/** Who the email goes out as. Opens without asking anything: what it shows was read before. */
export function FromPicker({ senders, failure, grantId, onChoose, onRetry }: FromPickerProps) {
  const { text } = useClient();
  const delegated = (senders ?? []).filter((sender) => sender.grantId !== null);
  const me = senders?.find((sender) => sender.grantId === null)?.person;
  const choices: Choice[] = [
    {
      id: myself,
      label: text('picker_myself'),
      detail: text('picker_myself_detail'),
      ...(me && { person: me }),
    },
    ...delegated.map((sender) => ({
      id: sender.grantId!,
      label: plain(sender.person.name),
      detail: sender.person.email,
      person: sender.person,
      disabled: unusableBecause(text, sender),
      meta: sender.usable && sender.leftToday !== null ? counted(text, 'picker_left', sender.leftToday) : '',
    })),
  ];
  const status = failure ? (
    <>
      {failure.message}{' '}
      <button type="button" class="link" onClick={onRetry}>
        {text('common_retry')}
      </button>
    </>
  ) : senders === null ? (
    text('picker_loading')
  ) : delegated.length === 0 ? (
    text('picker_empty')
  ) : undefined;

  return (
    <div class="from-picker">
      <Combobox
        label={text('picker_label')}
        choices={choices}
        value={grantId ?? myself}
        onChoose={(id, event) => onChoose(delegated.find((sender) => sender.grantId === id) ?? null, event)}
        status={status}
      />
    </div>
  );
}
