import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Me } from '../../../shared/api/me.ts';
import type { Suppression } from '../../../shared/api/suppressions.ts';
import { ConfirmInline } from '../confirm-inline.tsx';
import { inSentence } from '../person-name.ts';
import { useClient } from '../surface.tsx';
import { Time } from '../time.tsx';
import { useAct } from '../use-act.ts';
import { EraseRecipient } from './erase-recipient.tsx';
import type { Erased } from './erased-notice.tsx';

type SuppressionRowProps = {
  suppression: Suppression;
  me: Me;
  /** Left out where nobody is to be taken off the list. */
  onRemoved?: () => void;
  onErased: (what: Erased) => void;
};

/** One address, how it came here, and for those who may: the way out again, and to have deleted what is stored. */
export function SuppressionRow({ suppression, me, onRemoved, onErased }: SuppressionRowProps) {
  const { text } = useClient();
  const { id, email, source, by, createdAt, erasureAskedAt } = suppression;
  const act = useAct();
  const [asks, setAsks] = useState<null | 'remove' | 'erase'>(null);
  const buttons = { remove: useRef<HTMLButtonElement>(null), erase: useRef<HTMLButtonElement>(null) };
  const asked = useRef(asks);
  useLayoutEffect(() => {
    if (asked.current && !asks) buttons[asked.current].current?.focus();
    asked.current = asks;
  }, [asks]);
  const may = {
    remove: onRemoved && (me.role === 'admin' || by?.id === me.id),
    erase: me.role === 'admin',
  };
  return (
    <li>
      <div class="bar-row">
        <span class="who">
          <bdi>{email}</bdi>
          <small>
            {source === 'recipient' || by
              ? text(`suppress_by_${source}`, by ? inSentence(by.name) : '')
              : text('suppress_by_unknown')}{' '}
            · <Time at={createdAt} />
          </small>
          {erasureAskedAt && (
            <small>
              {text('erasure_asked')} · <Time at={erasureAskedAt} />
            </small>
          )}
        </span>
        {(['erase', 'remove'] as const).map(
          (what) =>
            may[what] &&
            !asks && (
              <button
                key={what}
                type="button"
                class="link"
                ref={buttons[what]}
                aria-label={text(`suppress_${what}_named`, email)}
                onClick={() => setAsks(what)}
              >
                {text(`suppress_${what}`)}
              </button>
            ),
        )}
      </div>
      {asks === 'erase' && (
        <EraseRecipient
          recipient={suppression}
          onErased={(what) => {
            setAsks(null);
            onErased({ ...what, email });
          }}
          onNo={() => setAsks(null)}
        />
      )}
      {asks === 'remove' && (
        <ConfirmInline
          question={text('suppress_remove_question', email)}
          yes={text('suppress_remove_yes')}
          act={act}
          onYes={() => act.run('suppressions:remove', { id }, onRemoved)}
          onNo={() => setAsks(null)}
        >
          {text(`suppress_remove_detail_${source === 'recipient' ? 'recipient' : 'member'}`)}
          {erasureAskedAt && ` ${text('suppress_remove_wish')}`}
        </ConfirmInline>
      )}
    </li>
  );
}
