import { useId, useState } from 'preact/hooks';
import type { Me } from '../../shared/api/me.ts';
import { GrantTable } from './panel/grant-table.tsx';
import { headings } from './panel/headings.ts';
import { MailboxBar } from './panel/mailbox-bar.tsx';
import { Notice, ReadNotice } from './notice.tsx';
import type { Side } from './panel/row-action.ts';
import { SignedOut } from './signed-out.tsx';
import { StartGrant } from './panel/start-grant.tsx';
import { useClient } from './surface.tsx';
import { useTold, type Tell } from './panel/told.ts';
import { useRead } from './use-read.ts';
import { withGrant } from './panel/with-grant.ts';

export type DelegationPanelProps = {
  /**
   * `site`: inside a recruiting site, where consent is given in a window of our own (`pages:confirm`). `page`: on our
   * own page, where the panel gives it itself and can disconnect the mailbox.
   */
  surface: 'page' | 'site';
  /** The grant to open at once (`#grant=<id>`), for a request that a notification or an email led to. */
  openGrantId?: string | undefined;
};

/** Who sends as whom, in both directions, and every way to begin or end it, under a heading of its own. */
export function DelegationPanel(props: DelegationPanelProps) {
  const { text } = useClient();
  const session = useRead('session:read', undefined, ['session']);
  const titleId = useId();
  const { title: Title, part } = headings[props.surface];
  return (
    <section class={`panel ${props.surface}`} aria-labelledby={titleId}>
      <Title id={titleId}>{text('panel_title')}</Title>
      {session.value?.state === 'signedIn' ? (
        <SignedIn {...props} me={session.value.me} />
      ) : session.value ? (
        <SignedOut heading={part} />
      ) : (
        <ReadNotice read={session} what={text('panel_what')} />
      )}
    </section>
  );
}

function SignedIn({ surface, openGrantId, me }: DelegationPanelProps & { me: Me }) {
  const { text } = useClient();
  const grants = useRead('grants:list', undefined, ['grants']);
  const team = useRead('team:list', undefined, ['team', 'mailboxes']);
  const mailboxes = useRead('mailboxes:list', undefined, ['mailboxes']);
  // One way out of one trouble: when the server is gone, all three are.
  const everything = {
    ...grants,
    retry: () => [grants, team, mailboxes].forEach((read) => read.retry()),
  };
  const [start, setStart] = useState<Record<Side, string | null>>({ requestor: null, acceptor: null });
  const done = useTold({ me, grants: grants.value ?? [], mailbox: mailboxes.value?.[0] });
  const tell: Tell = (sentence, about) => {
    done.tell(sentence, about);
    // The table says the same at once, however long the list takes to be read again.
    if ('grant' in about) grants.amend((all) => withGrant(all, about.grant));
  };
  const shared = { surface, me, onBegin: done.forget, onDone: tell };
  const choose = (side: Side, id: string | null) => {
    if (id !== null) {
      done.forget();
      // What is said of them, as that their mailbox is not connected, is told to nobody else when it changes.
      team.retry();
    }
    setStart({ ...start, [side]: id });
  };
  const starters = (['requestor', 'acceptor'] as const).map((side) => (
    <StartGrant
      {...shared}
      key={side}
      side={side}
      team={team}
      grants={grants.value ?? []}
      chosen={start[side]}
      onChoose={(id) => choose(side, id)}
    />
  ));

  return (
    <>
      {mailboxes.value ? (
        <MailboxBar {...shared} mailbox={mailboxes.value[0]} grants={grants.value ?? []} />
      ) : (
        !grants.failure && <ReadNotice read={mailboxes} what={text('panel_what_mailbox')} />
      )}
      <div class="starters">{starters}</div>
      {/* Always there, so that what is put into it is announced. */}
      <div role="status">{done.sentence && <Notice tone="good">{done.sentence}</Notice>}</div>
      <ReadNotice read={everything} what={text('panel_what')} />
      {grants.value && (
        <GrantTable
          {...shared}
          replies={mailboxes.value?.[0]?.replies ?? true}
          grants={grants.value}
          openGrantId={openGrantId}
          onStart={choose}
        />
      )}
    </>
  );
}
