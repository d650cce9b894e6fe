import { useId, useState } from 'preact/hooks';
import type { Policy } from '../../../shared/api/policy.ts';
import {
  trackingModes,
  trackingRegions,
  type TrackingRegion,
} from '../../../shared/domain/tracking-policy.ts';
import { ActNotice, Notice } from '../notice.tsx';
import { useClient } from '../surface.tsx';
import { useAct } from '../use-act.ts';
import { rulesKey } from './same-rules.ts';

type PolicyFormProps = { policy: Policy; isSaved: boolean; onSaved: (policy: Policy) => void };

/** An admin's choices. Nothing is decided before they are saved, and each says what it means for who gets the email. */
export function PolicyForm({ policy, isSaved, onSaved }: PolicyFormProps) {
  const { text } = useClient();
  const act = useAct();
  const [draft, setDraft] = useState(policy);
  const isChanged = rulesKey(draft) !== rulesKey(policy);
  return (
    <form
      class="card policy"
      onSubmit={(event) => {
        event.preventDefault();
        act.run('policy:change', draft, onSaved);
      }}
    >
      {trackingRegions.map((region) => (
        <RegionChoice
          key={region}
          region={region}
          mode={draft.tracking[region]}
          onChange={(mode) => setDraft({ ...draft, tracking: { ...draft.tracking, [region]: mode } })}
        />
      ))}
      <label class="bar-row">
        <span class="who">
          {text('policy_line')}
          <small>{text(draft.unsubscribeLine ? 'policy_line_on' : 'policy_line_off')}</small>
        </span>
        <input
          type="checkbox"
          role="switch"
          checked={draft.unsubscribeLine}
          onChange={({ currentTarget: { checked } }) => setDraft({ ...draft, unsubscribeLine: checked })}
        />
      </label>
      <div class="actions">
        <button class="primary" disabled={act.busy || !isChanged}>
          {text('policy_save')}
        </button>
        {isChanged && (
          <button type="button" disabled={act.busy} onClick={() => setDraft(policy)}>
            {text('common_keep')}
          </button>
        )}
      </div>
      <small>{text('policy_audited')}</small>
      <ActNotice act={act} />
      {isSaved && !isChanged && <Notice tone="good">{text('policy_saved')}</Notice>}
    </form>
  );
}

type RegionChoiceProps = {
  region: TrackingRegion;
  mode: Policy['tracking'][TrackingRegion];
  onChange: (mode: Policy['tracking'][TrackingRegion]) => void;
};

function RegionChoice({ region, mode, onChange }: RegionChoiceProps) {
  const { text } = useClient();
  const id = useId();
  return (
    <fieldset aria-describedby={`${id}-who`}>
      <legend>{text(`policy_region_${region}`)}</legend>
      <small id={`${id}-who`}>{text(`policy_region_${region}_detail`)}</small>
      <div class="chips">
        {trackingModes.map((each) => (
          <label class="chip" key={each}>
            <input type="radio" name={id} checked={each === mode} onChange={() => onChange(each)} />
            <span>{text(`policy_mode_${each}`)}</span>
          </label>
        ))}
      </div>
      <small role="status">{text(`policy_means_${mode}`)}</small>
      {mode !== 'off' && region === 'consent' && <Notice tone="warn">{text('policy_needs_consent')}</Notice>}
      {mode === 'individual' && region === 'unknown' && (
        <Notice tone="warn">{text('policy_some_need_consent')}</Notice>
      )}
    </fieldset>
  );
}
