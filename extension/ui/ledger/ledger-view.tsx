import { useState } from 'preact/hooks';
import type { Me } from '../../../shared/api/me.ts';
import { chosenFirst, Filters } from '../activity/filters.tsx';
import { wantedOf } from '../activity/outcome-choice.ts';
import { daysOf } from '../activity/period.ts';
import { SendList, type OnFile } from '../activity/send-list.tsx';
import { Notice, ReadNotice } from '../notice.tsx';
import { PauseSwitch } from '../pause-switch.tsx';
import { SignedOut } from '../signed-out.tsx';
import { useClient } from '../surface.tsx';
import { useNow } from '../time.tsx';
import { useRead } from '../use-read.ts';

/** `by` is whose emails it begins with; everybody's when absent. */
type LedgerViewProps = { by?: string | undefined; onFile: OnFile };

/** Everything that others sent as me, what became of it, and the switch that stops it. */
export function LedgerView({ by, onFile }: LedgerViewProps) {
  const { text } = useClient();
  const session = useRead('session:read', undefined, ['session']);
  return (
    <main class="settings-page">
      <h1>{text('ledger_title')}</h1>
      {session.value?.state === 'signedIn' ? (
        <SignedIn me={session.value.me} by={by} onFile={onFile} />
      ) : session.value ? (
        <SignedOut />
      ) : (
        <ReadNotice read={session} what={text('ledger_what')} />
      )}
    </main>
  );
}

function SignedIn({ me, by = '', onFile }: LedgerViewProps & { me: Me }) {
  const { text } = useClient();
  const [chosen, setChosen] = useState({ ...chosenFirst, personId: by });
  const [told, setTold] = useState('');
  const grants = useRead('grants:list', undefined, ['grants', 'sends']);
  const mailboxes = useRead('mailboxes:list', undefined, ['mailboxes']);
  const { from, to } = daysOf(chosen.period, useNow(60_000));
  const own = { side: 'acceptor', from } as const;
  const stats = useRead('stats:read', { ...own, to, by: 'sender' }, ['sends', 'batches']);
  // Whoever has sent as me in that time, and whoever may now.
  const senders = (stats.value?.senders ?? []).map(({ person }) => person);
  const allowed = (grants.value ?? [])
    .filter(({ acceptor, state }) => acceptor.id === me.id && (state === 'active' || state === 'suspended'))
    .map((grant) => grant.requestor);
  const people = [...new Map([...senders, ...allowed].map((person) => [person.id, person])).values()];
  // Never narrowed by somebody whom the choice doesn't name.
  const personId = people.some(({ id }) => id === chosen.personId) ? chosen.personId : '';
  const shown = { ...chosen, personId };
  return (
    <>
      <div class="card">
        <PauseSwitch
          me={me}
          grants={grants.value ?? []}
          // As long as nobody knows better, others may be able to send.
          isConnected={!mailboxes.value || mailboxes.value[0]?.state === 'connected'}
          onBegin={() => setTold('')}
          onDone={setTold}
        />
        {told && <Notice tone="good">{told}</Notice>}
        <ReadNotice read={{ ...grants, value: null }} what={text('ledger_what')} />
      </div>
      <Filters
        chosen={shown}
        people={people.filter(({ id }) => id !== me.id)}
        meId={me.id}
        personLabel={text('ledger_by')}
        onChange={setChosen}
      />
      <SendList
        key={JSON.stringify(shown)}
        wanted={{
          ...own,
          ...(personId && { requestor: personId }),
          ...wantedOf(chosen.outcome),
          others: true,
        }}
        meId={me.id}
        empty={text(chosen.outcome || personId ? 'activity_none_fits' : 'ledger_empty')}
        fileName="behalf-sent-as-me.csv"
        onFile={onFile}
      />
    </>
  );
}
