import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Messages } from '../../../shared/messages/messages.ts';
import type { Send } from '../../../shared/api/sends.ts';
import { TimingForm } from '../later/timing-form.tsx';
import { timingFields, type Timing } from '../later/timing.ts';
import { ownZone } from '../later/zoned-time.ts';
import { ActNotice, Notice, ReadNotice } from '../notice.tsx';
import { firstName } from '../person-name.ts';
import { RichField } from '../rich-field.tsx';
import { useClient } from '../surface.tsx';
import { useAct } from '../use-act.ts';
import { useRead } from '../use-read.ts';
import { TextField } from '../text-field.tsx';

type Content = Messages['sends:content']['value'];

/** Changes an email that waits: reads all of it first. */
export function EditSend({ send, onClose }: { send: Send; onClose: () => void }) {
  const { text } = useClient();
  const content = useRead('sends:content', { id: send.id }, ['sends']);
  // What is being edited stays as it was opened; what it has become since is compared with it.
  const [opened, setOpened] = useState<Content>();
  useEffect(() => {
    if (content.value && !opened) setOpened(content.value);
  }, [content.value]);
  if (!opened || !content.value) return <ReadNotice read={content} what={text('approve_what_email')} />;
  return <EditForm opened={opened} current={content.value} onClose={onClose} onRefused={content.retry} />;
}

type EditFormProps = {
  opened: Content;
  current: Content;
  onClose: () => void;
  onRefused: () => void;
};

function EditForm({ opened, current, onClose, onRefused }: EditFormProps) {
  const { text } = useClient();
  const senders = useRead('senders:list', undefined, ['senders']);
  const act = useAct();
  const form = useRef<HTMLFormElement>(null);
  const [email, setEmail] = useState(opened.to.email);
  const [subject, setSubject] = useState(opened.subject);
  const [html, setHtml] = useState(opened.html);
  const [first] = useState<Timing>(() => timingOf(opened));
  const [timing, setTiming] = useState(first);
  const { failure } = act;
  useLayoutEffect(() => form.current!.querySelector('input')!.focus(), []);
  useEffect(() => {
    if (failure) onRefused();
  }, [failure]);

  const name = firstName(opened.acceptor.name);
  const isGone = current.state !== 'held' && current.state !== 'queued';
  const isOther = current.contentHash !== opened.contentHash;
  const approval = senders.value?.find(({ grantId }) => grantId === opened.grantId)?.approval;
  const isAsked = opened.grantId !== null && (current.state === 'held' || approval === 'every');
  const isPast = timing.at !== null && Date.parse(timing.at) <= Date.now();
  const save = () =>
    act.run(
      'sends:edit',
      {
        id: opened.id,
        edit: {
          // Of the version that is there now: that it is another one than was opened is said above the button.
          contentHash: current.contentHash,
          subject,
          html,
          ...(email !== opened.to.email && { to: { email } }),
          ...(timing !== first && newTime(timing)),
        },
      },
      onClose,
    );

  return (
    <form
      ref={form}
      class="edit"
      aria-label={text('outbox_edit_title')}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <TextField label={text('common_to')} type="email" value={email} onChange={setEmail} />
      <TextField label={text('common_subject')} value={subject} onChange={setSubject} />
      <RichField label={text('outbox_body')} html={opened.html} onChange={setHtml} />
      <fieldset>
        <legend>{text('later_title')}</legend>
        <TimingForm timing={timing} onChange={setTiming} />
      </fieldset>
      {isGone ? (
        <Notice tone="warn">{text('outbox_edit_gone', text(`send_state_${current.state}`))}</Notice>
      ) : (
        isOther && <Notice tone="warn">{text('outbox_edit_changed')}</Notice>
      )}
      {isAsked && !isGone && <p class="quiet">{text('outbox_edit_asked', name)}</p>}
      <div class="actions">
        <button class="primary" disabled={act.busy || isGone || isPast || !subject.trim()}>
          {text('outbox_edit_save')}
        </button>
        <button type="button" onClick={onClose}>
          {text('outbox_edit_close')}
        </button>
      </div>
      {/* What the server refused for that reason is said above already. */}
      {!((isOther || isGone) && failure?.code === 'state_moved_on') && <ActNotice act={act} />}
    </form>
  );
}

/** A time that has come already is none to show: it goes as soon as it can. */
const timingOf = ({ plannedAt, zone, hours }: Content): Timing => ({
  at: Date.parse(plannedAt) > Date.now() + 60_000 ? plannedAt : null,
  zone: zone ?? ownZone(),
  hours: hours ?? null,
});

/** What replaces the time it had. Without any field it would keep that one, so “now” has to be said. */
const newTime = (timing: Timing) => ({ sendAt: new Date().toISOString(), ...timingFields(timing) });
