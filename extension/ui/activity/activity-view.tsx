import { useState } from 'preact/hooks';
import type { Me } from '../../../shared/api/me.ts';
import { ReadNotice } from '../notice.tsx';
import { SignedOut } from '../signed-out.tsx';
import { useClient } from '../surface.tsx';
import { useNow } from '../time.tsx';
import { useRead } from '../use-read.ts';
import { DayCharts } from './day-charts.tsx';
import { chosenFirst, Filters } from './filters.tsx';
import { wantedOf } from './outcome-choice.ts';
import { FiguresNote } from './figures-note.tsx';
import { daysOf } from './period.ts';
import { SendList, type OnFile } from './send-list.tsx';
import { SenderTable } from './sender-table.tsx';
import { useAgainWhileSeen } from '../use-again-while-seen.ts';

/** What I sent, as myself and as others, and what became of it: figures, over time and by sender, and each email. */
export function ActivityView({ onFile }: { onFile: OnFile }) {
  const { text } = useClient();
  const session = useRead('session:read', undefined, ['session']);
  return (
    <main class="settings-page">
      <h1>{text('activity_title')}</h1>
      {session.value?.state === 'signedIn' ? (
        <SignedIn me={session.value.me} onFile={onFile} />
      ) : session.value ? (
        <SignedOut />
      ) : (
        <ReadNotice read={session} what={text('activity_what')} />
      )}
    </main>
  );
}

function SignedIn({ me, onFile }: { me: Me; onFile: OnFile }) {
  const { text } = useClient();
  const [chosen, setChosen] = useState(chosenFirst);
  // A page left open goes over into the next day.
  const { from, to } = daysOf(chosen.period, useNow(60_000));
  const own = { side: 'requestor', from } as const;
  const sender = chosen.personId ? { sender: chosen.personId } : {};
  const days = useRead('stats:read', { ...own, ...sender, to, by: 'day' }, ['sends', 'batches']);
  const senders = useRead('stats:read', { ...own, to, by: 'sender' }, ['sends', 'batches']);
  useAgainWhileSeen(days);
  useAgainWhileSeen(senders);
  const all = senders.value?.senders ?? [];
  const shown = all.filter(({ person }) => !chosen.personId || person.id === chosen.personId);
  return (
    <>
      <Filters
        chosen={chosen}
        people={all.map(({ person }) => person)}
        meId={me.id}
        personLabel={text('activity_sent_as')}
        onChange={setChosen}
      />
      <section>
        <h2>{text('activity_over_time')}</h2>
        <ReadNotice read={days} what={text('activity_what_figures')} />
        {days.value &&
          (days.value.total.sent === 0 ? (
            <p class="card quiet">{text('activity_nothing_sent')}</p>
          ) : (
            <div class="card report">
              <DayCharts stats={days.value} />
              <FiguresNote total={days.value.total} />
            </div>
          ))}
      </section>
      {shown.length > 0 && (
        <section>
          <h2>{text('activity_by_sender')}</h2>
          <div class="card report">
            <SenderTable senders={shown} meId={me.id} />
          </div>
        </section>
      )}
      <SendList
        key={JSON.stringify(chosen)}
        wanted={{ ...own, ...sender, ...wantedOf(chosen.outcome) }}
        meId={me.id}
        empty={text(chosen.outcome || chosen.personId ? 'activity_none_fits' : 'activity_empty')}
        fileName="behalf-activity.csv"
        onFile={onFile}
      />
    </>
  );
}
