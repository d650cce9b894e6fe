import type { Failure } from '../../../shared/messages/outcome.ts';
import type { Sender } from '../../../shared/api/senders.ts';
import { FromPicker } from '../from-picker.tsx';
import { IdentityStrip } from '../identity-strip.tsx';
import { LaterButton } from '../later/later-button.tsx';
import { now, toInstant, usualHours, type Timing } from '../later/timing.ts';
import { TrackSwitch } from '../track-switch.tsx';
import { SendToast, type SendToastProps } from '../send-toast.tsx';
import { useState } from 'preact/hooks';
import { ago, crowd, long, markup, maya, myself, odd, send, sender, senders } from './people.ts';
import type { Stories } from './story.ts';

const offline: Failure = { code: 'offline', message: 'Behalf’s server can’t be reached. Nothing was sent.' };

function Composer({
  list,
  first = null,
  failure,
}: {
  list: Sender[] | null;
  first?: string | null;
  failure?: Failure;
}) {
  const [grantId, setGrantId] = useState(first);
  const chosen = list?.find((one) => one.grantId !== null && one.grantId === grantId);
  return (
    <div style={{ maxWidth: '640px' }}>
      <FromPicker
        senders={list}
        failure={failure ?? null}
        grantId={grantId}
        onChoose={(one) => setGrantId(one?.grantId ?? null)}
        onRetry={() => {}}
      />
      {chosen && <IdentityStrip sender={chosen} />}
    </div>
  );
}

/** A composer with somebody chosen, whose email goes at `first`. */
function Later({ first, approval = 'none' }: { first: Timing; approval?: Sender['approval'] }) {
  const [timing, setTiming] = useState(first);
  const [tracks, setTracks] = useState(first.at !== null);
  return (
    <div style={{ maxWidth: '640px' }}>
      {/* Side by side, as in a site's row. */}
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: '4px 12px' }}>
        <LaterButton timing={timing} onChange={setTiming} />
        <TrackSwitch on={tracks} seen="aggregate" onChange={setTracks} />
      </div>
      <IdentityStrip sender={sender(maya, { approval })} timing={timing} />
    </div>
  );
}
const berlin = 'Europe/Berlin';
const nine = toInstant('2031-11-27T09:00', berlin);

const toast = (props: Partial<SendToastProps>) => (
  <SendToast
    draft={{ to: send().to, subject: send().subject, sender: maya }}
    onUndo={() => {}}
    onRetry={() => {}}
    onDismiss={() => {}}
    {...props}
  />
);
const toastOf = (...args: Parameters<typeof send>) => ({
  inShadow: true,
  element: () => toast({ send: send(...args) }),
});
const composer = (element: () => preact.JSX.Element) => ({ inShadow: true, element });

export const composerStories: Stories = {
  'picker-myself': composer(() => <Composer list={senders} />),
  'picker-chosen': composer(() => <Composer list={senders} first={senders[1]!.grantId} />),
  'picker-unusable': composer(() => <Composer list={senders} first={senders[3]!.grantId} />),
  'picker-loading': composer(() => <Composer list={null} />),
  'picker-empty': composer(() => <Composer list={[myself]} />),
  'picker-error': composer(() => <Composer list={null} failure={offline} />),
  'picker-many': composer(() => <Composer list={[myself, ...crowd.map((one) => sender(one))]} />),
  'picker-odd-names': composer(() => (
    <Composer list={[myself, ...odd.map((one) => sender(one))]} first={sender(long).grantId} />
  )),
  'later-now': composer(() => <Later first={now(berlin)} />),
  'later-chosen': composer(() => <Later first={{ at: nine, zone: berlin, hours: null }} />),
  'later-in-hours': composer(() => (
    <Later first={{ at: nine, zone: 'America/New_York', hours: usualHours }} approval="every" />
  )),
  'later-passed': composer(() => <Later first={{ at: ago(60_000), zone: berlin, hours: null }} />),
  'strip-colours': composer(() => (
    <div style={{ display: 'grid', gap: '4px' }}>
      {crowd.slice(0, 24).map((one) => (
        <IdentityStrip key={one.id} sender={sender(one)} />
      ))}
    </div>
  )),
  'toast-submitting': { inShadow: true, element: () => toast({}) },
  'toast-undoable': toastOf({ undoUntil: ago(-9000), createdAt: ago(1000), dueAt: ago(-9000) }),
  'toast-going': toastOf({ state: 'sending' }),
  'toast-scheduled': toastOf({ dueAt: nine }),
  'toast-scheduled-undoable': toastOf({ dueAt: nine, undoUntil: ago(-9000) }),
  'toast-sent': toastOf({ state: 'sent', sentAt: ago(0) }),
  'toast-held': toastOf({ state: 'held' }),
  'toast-delayed': toastOf({ dueAt: ago(60_000), failure: { code: 'provider_unreachable', message: '' } }),
  'toast-failed': toastOf({ state: 'failed', failure: { code: 'recipient_refused', message: '' } }),
  'toast-blocked': toastOf({ state: 'blocked', failure: { code: 'grant_not_live', message: '' } }),
  'toast-rejected': toastOf({ state: 'rejected' }),
  'toast-cancelled': toastOf({ state: 'cancelled' }),
  'toast-uncertain': toastOf({ state: 'uncertain', failure: { code: 'outcome_unknown', message: '' } }),
  'toast-offline': { inShadow: true, element: () => toast({ failure: offline }) },
  'toast-odd-names': {
    inShadow: true,
    element: () =>
      toast({
        draft: {
          to: { email: long.email, name: markup.name },
          subject: `${markup.name} ${long.name} ${long.name}`,
          sender: long,
        },
      }),
  },
};
