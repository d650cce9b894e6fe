import { useState } from 'preact/hooks';
import type { Grant } from '../../../shared/api/grants.ts';
import type { Mailbox } from '../../../shared/api/mailboxes.ts';
import type { Me } from '../../../shared/api/me.ts';
import { Notice } from '../notice.tsx';
import { PauseSwitch } from '../pause-switch.tsx';

type PauseRowProps = { me: Me; grants: readonly Grant[]; mailbox: Mailbox | undefined };

/** The switch that stops everything sent as me, for those as whom anybody may send. */
export function PauseRow({ me, grants, mailbox }: PauseRowProps) {
  const [told, setTold] = useState('');
  const isOpen = ({ acceptor, state }: Grant) =>
    acceptor.id === me.id && (state === 'active' || state === 'suspended');
  if (me.pausedAt === null && !told && !grants.some(isOpen)) return null;
  return (
    <section>
      <PauseSwitch
        me={me}
        grants={grants}
        isConnected={mailbox?.state === 'connected'}
        onBegin={() => setTold('')}
        onDone={setTold}
      />
      {told && <Notice tone="good">{told}</Notice>}
    </section>
  );
}
