import { useEffect, useRef, useState } from 'preact/hooks';
import type { Grant } from '../../../shared/api/grants.ts';
import type { Me, TeamMember } from '../../../shared/api/me.ts';
import { Combobox } from '../combobox.tsx';
import { GrantForm } from './grant-form.tsx';
import { ReadNotice } from '../notice.tsx';
import { firstName, plain } from '../person-name.ts';
import { isOpen, type Side } from './row-action.ts';
import { useClient } from '../surface.tsx';
import type { Tell } from './told.ts';
import type { Read } from '../use-read.ts';

type StartGrantProps = {
  /** `requestor`: “Send on behalf of”. `acceptor`: “Let someone send for me”. */
  side: Side;
  surface: 'page' | 'site';
  me: Me;
  team: Read<TeamMember[]>;
  grants: readonly Grant[];
  chosen: string | null;
  onChoose: (personId: string | null) => void;
  onDone: Tell;
};

/** One of the two dropdowns, and the form that opens under it when somebody is chosen. */
export function StartGrant({ side, surface, me, team, grants, chosen, onChoose, onDone }: StartGrantProps) {
  const { text } = useClient();
  const root = useRef<HTMLDivElement>(null);
  const [given, setGiven] = useState(0);
  const member = team.value?.find(({ id }) => id === chosen);
  useEffect(() => {
    if (chosen) root.current?.querySelector('input')?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);

  const mine = grants.filter((grant) => isOpen(grant) && grant[side].id === me.id);
  const other = side === 'requestor' ? 'acceptor' : 'requestor';
  const unavailable = (person: TeamMember) => {
    const existing = mine.find((grant) => grant[other].id === person.id);
    if (existing) return text(`panel_${side}_${existing.state === 'requesting' ? 'asked' : 'has'}`);
    return person.frozenAt ? text('panel_frozen', firstName(person.name)) : undefined;
  };
  const choices = (team.value ?? [])
    .filter((person) => !person.isMe)
    .map((person) => ({
      id: person.id,
      label: plain(person.name),
      detail: person.email,
      person,
      disabled: unavailable(person),
      meta: side === 'requestor' ? text(`panel_member_${person.mailboxState}`) : '',
    }));

  return (
    <div class="starter" ref={root}>
      <Combobox
        label={text(`panel_start_${side}`)}
        placeholder={text('panel_search')}
        choices={choices}
        value={member?.id ?? null}
        onChoose={onChoose}
        status={
          !team.value || team.failure ? (
            <ReadNotice read={team} what={text('panel_what_team')} />
          ) : choices.length === 0 ? (
            text('panel_team_empty')
          ) : undefined
        }
      />
      {member ? (
        <GrantForm
          key={`${member.id}-${given}`}
          side={side}
          surface={surface}
          member={member}
          onCancel={() => onChoose(null)}
          onDone={(sentence, about) => {
            setGiven(given + 1);
            onChoose(null);
            onDone(sentence, about);
          }}
        />
      ) : (
        <p class="quiet">{text(`panel_start_${side}_hint`)}</p>
      )}
    </div>
  );
}
