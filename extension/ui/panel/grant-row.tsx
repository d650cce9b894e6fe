import { useEffect, useRef, useState } from 'preact/hooks';
import { Avatar } from '../avatar.tsx';
import { GrantDetail } from './grant-detail.tsx';
import type { GrantRowProps, Unfolded } from './grant-props.ts';
import { firstName, plain } from '../person-name.ts';
import { askAgainAt, otherOf, rowAction, sideOf } from './row-action.ts';
import { useClient } from '../surface.tsx';
import { Time, useNow } from '../time.tsx';
import { useAct } from '../use-act.ts';

/** One grant: who, in which direction, how it stands, and the one action that makes sense now. */
export function GrantRow({ grant, all, opened, ...props }: GrantRowProps) {
  const { text } = useClient();
  const { me, replies, onStart, onBegin } = props;
  const toggle = useRef<HTMLButtonElement>(null);
  const connecting = useAct();
  const [unfolded, setUnfolded] = useState<Unfolded>(opened ? 'terms' : null);
  useEffect(() => {
    if (opened) toggle.current?.focus();
  }, [opened]);

  const side = sideOf(grant, me.id);
  const other = otherOf(grant, me.id);
  const action = rowAction(grant, me.id, all);
  const name = firstName(other.name);
  const notBefore = action === 'askAgain' ? askAgainAt(grant, useNow(60_000)) : (useNow(60_000), null);
  const act = () => {
    onBegin();
    if (action === 'askAgain') onStart('requestor', other.id);
    else if (action === 'giveAgain') onStart('acceptor', other.id);
    else if (action === 'reconnect') connecting.run('mailboxes:connect', { replies });
    else setUnfolded(action === 'accept' ? 'terms' : action);
  };
  const since = grant.endedAt ?? grant.activeSince ?? grant.createdAt;
  const until = grant.state === 'requesting' ? grant.lapsesAt : grant.terms.expiresAt;
  const isLive = grant.state === 'active' || grant.state === 'suspended';

  return (
    <tbody class={unfolded ? 'unfolded' : ''}>
      <tr>
        <td>
          <button
            type="button"
            class="person"
            ref={toggle}
            aria-expanded={!!unfolded}
            onClick={() => setUnfolded(unfolded ? null : 'terms')}
          >
            <Avatar person={other} />
            <span class="who">
              <bdi>{plain(other.name)}</bdi>
              <small>{text(`panel_direction_${side}`, name)}</small>
            </span>
            <svg class="chevron" viewBox="0 0 16 16" aria-hidden="true">
              <path d="m4 6 4 4 4-4" />
            </svg>
          </button>
        </td>
        <td>
          <span class={`badge ${grant.state}`}>{text(`panel_state_${grant.state}`)}</span>
          {grant.state === 'suspended' &&
            grant.suspendedBy.map((reason) => (
              <small key={reason}>{text(`panel_${side}_suspended_${reason}`, name)}</small>
            ))}
        </td>
        <td data-label={text('panel_column_since')}>
          <Time at={since} />
        </td>
        <td data-label={text('panel_column_until')}>
          {isLive || grant.state === 'requesting' ? (
            until ? (
              <>
                <Time at={until} day />
                {!isLive && <small>{text('panel_until_answered')}</small>}
              </>
            ) : (
              text('panel_open_end')
            )
          ) : (
            '–'
          )}
        </td>
        <td data-label={text('panel_column_today')}>
          {isLive ? text('panel_used', String(grant.usedToday), String(grant.terms.dailyCap)) : '–'}
        </td>
        <td>
          {action && !(action === 'accept' && unfolded) && (
            <button
              type="button"
              class={action === 'accept' || action === 'reconnect' ? 'primary' : ''}
              disabled={!!notBefore || connecting.busy}
              aria-label={text(`panel_${action}_named`, name)}
              onClick={act}
            >
              {text(`panel_${action}`)}
            </button>
          )}
          {notBefore && (
            <small>
              {text('panel_ask_again_from')} <Time at={notBefore} />
            </small>
          )}
        </td>
      </tr>
      {unfolded && (
        <tr>
          <td colSpan={6}>
            <GrantDetail
              {...props}
              grant={grant}
              unfolded={unfolded}
              onUnfold={(next) => {
                setUnfolded(next);
                if (!next) toggle.current?.focus();
              }}
              connecting={connecting}
            />
          </td>
        </tr>
      )}
    </tbody>
  );
}
