import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Me } from '../../../shared/api/me.ts';
import type { Suppression } from '../../../shared/api/suppressions.ts';
import { ConfirmInline } from '../confirm-inline.tsx';
import { inSentence } from '../person-name.ts';
import { useClient } from '../surface.tsx';
import { Time } from '../time.tsx';
import { useAct } from '../use-act.ts';

type SuppressionRowProps = { suppression: Suppression; me: Me; onRemoved: () => void };

/** One address, how it came here, and for those who may: the way out again. */
export function SuppressionRow({ suppression, me, onRemoved }: SuppressionRowProps) {
  const { text } = useClient();
  const { id, email, source, by, createdAt } = suppression;
  const act = useAct();
  const [asks, setAsks] = useState(false);
  const begin = useRef<HTMLButtonElement>(null);
  const asked = useRef(false);
  useLayoutEffect(() => {
    if (asked.current && !asks) begin.current?.focus();
    asked.current = asks;
  }, [asks]);
  const mayRemove = me.role === 'admin' || by?.id === me.id;
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
        </span>
        {mayRemove && !asks && (
          <button
            type="button"
            class="link"
            ref={begin}
            aria-label={text('suppress_remove_named', email)}
            onClick={() => setAsks(true)}
          >
            {text('suppress_remove')}
          </button>
        )}
      </div>
      {asks && (
        <ConfirmInline
          question={text('suppress_remove_question', email)}
          yes={text('suppress_remove_yes')}
          act={act}
          onYes={() => act.run('suppressions:remove', { id }, onRemoved)}
          onNo={() => setAsks(false)}
        >
          {text(`suppress_remove_detail_${source === 'recipient' ? 'recipient' : 'member'}`)}
        </ConfirmInline>
      )}
    </li>
  );
}
