import { useState } from 'preact/hooks';
import type { Grant } from '../../../shared/api/grants.ts';
import type { TeamMember } from '../../../shared/api/me.ts';
import type { Terms } from '../../../shared/domain/terms.ts';
import { defaultTerms } from '../terms/default-terms.ts';
import { ActNotice } from '../notice.tsx';
import { firstName } from '../person-name.ts';
import type { Side } from './row-action.ts';
import { useClient } from '../surface.tsx';
import { TermsForm } from '../terms/terms-form.tsx';
import { TermsView } from '../terms/terms-view.tsx';
import { useAct } from '../use-act.ts';
import type { Tell } from './told.ts';

type GrantFormProps = {
  side: Side;
  surface: 'page' | 'site';
  member: TeamMember;
  onCancel: () => void;
  onDone: Tell;
};

/** Asks a teammate (with a note), or lets one send for me, on terms that stand there as a sentence. */
export function GrantForm({ side, surface, member, onCancel, onDone }: GrantFormProps) {
  const { text } = useClient();
  const act = useAct();
  const [terms, setTerms] = useState<Terms | null>(defaultTerms);
  const [note, setNote] = useState('');
  const name = firstName(member.name);

  const submit = () => {
    if (!terms) return;
    if (side === 'requestor') {
      const request = { acceptorId: member.id, terms, ...(note.trim() && { note: note.trim() }) };
      act.run('grants:request', request, (grant) => onDone(text('panel_requested', name), { grant }));
    } else {
      const give = { requestorId: member.id, terms };
      const onGiven = (grant: Grant) => onDone(text('panel_given', name), { grant });
      if (surface === 'page') act.run('grants:give', give, onGiven);
      // Consent is never given where a site could draw over the button.
      else act.run('pages:confirm', { give }, onGiven);
    }
  };

  return (
    <form
      class="grant-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {side === 'requestor' && member.mailboxState !== 'connected' && (
        <p class="quiet">{text('panel_will_connect', name)}</p>
      )}
      {side === 'requestor' && (
        <label class="form-row">
          {text('panel_note', name)}
          <textarea
            rows={2}
            maxLength={500}
            value={note}
            onInput={(event) => setNote(event.currentTarget.value)}
          />
        </label>
      )}
      {terms && <TermsView terms={terms} reader={{ side, otherName: member.name }} />}
      <details open={side === 'acceptor'}>
        <summary>{text('panel_change_terms')}</summary>
        <TermsForm terms={defaultTerms} onChange={setTerms} />
      </details>
      <div class="actions">
        <button class="primary" disabled={act.busy || !terms}>
          {text(side === 'requestor' ? 'panel_ask' : 'panel_give', name)}
        </button>
        <button type="button" onClick={onCancel}>
          {text('common_cancel')}
        </button>
      </div>
      <ActNotice act={act} inWindow={side === 'acceptor' && surface === 'site'} />
    </form>
  );
}
