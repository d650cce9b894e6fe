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
import { useShown } from '../use-shown.ts';
import { rulesKey } from './same-rules.ts';

type PolicyFormProps = { policy: Policy; onSaved: (policy: Policy) => void };

/** What an admin has chosen and not saved, and the rules that held when they began. */
type Edit = { draft: Policy; base: Policy };

/**
 * An admin's choices over `policy`, what holds now. Nothing is decided before they are saved, and each says what it means
 * for who gets the email. What another admin saves meanwhile takes no choice away and is not replaced unawares: it is shown
 * first, and the server refuses what was decided without having seen it.
 */
export function PolicyForm({ policy, onSaved }: PolicyFormProps) {
  const { text } = useClient();
  const act = useAct();
  const [edit, setEdit] = useState<Edit>();
  const [savedKey, setSavedKey] = useState('');
  const now = rulesKey(policy);
  const { ready } = useShown(now);
  const draft = edit?.draft ?? policy;
  const isChanged = rulesKey(draft) !== now;
  const isOvertaken = isChanged && edit !== undefined && rulesKey(edit.base) !== now;
  const setDraft = (next: Policy) => setEdit({ draft: next, base: isChanged && edit ? edit.base : policy });
  return (
    <form
      class="card policy"
      onSubmit={(event) => {
        event.preventDefault();
        act.run('policy:change', { ...draft, from: policy }, (saved) => {
          setEdit(undefined);
          setSavedKey(rulesKey(saved));
          onSaved(saved);
        });
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
      {isOvertaken && <Overtaken by={policy} draft={draft} />}
      <div class="actions">
        {/* A click meant for what stood here before replaces nothing. */}
        <button class="primary" disabled={act.busy || !isChanged || (isOvertaken && !ready)}>
          {text(isOvertaken ? 'policy_save_over' : 'policy_save')}
        </button>
        {isChanged && (
          <button
            type="button"
            disabled={act.busy}
            onClick={() => {
              act.clear();
              setEdit(undefined);
            }}
          >
            {text(isOvertaken ? 'policy_take_now' : 'common_keep')}
          </button>
        )}
      </div>
      <small>{text('policy_audited')}</small>
      <ActNotice act={act} />
      {savedKey === now && !isChanged && <Notice tone="good">{text('policy_saved')}</Notice>}
    </form>
  );
}

/** What holds now by somebody else's decision, wherever it is not what is chosen here. */
function Overtaken({ by, draft }: { by: Policy; draft: Policy }) {
  const { text } = useClient();
  return (
    <Notice tone="warn">
      {text('policy_overtaken')}
      <ul>
        {trackingRegions
          .filter((region) => by.tracking[region] !== draft.tracking[region])
          .map((region) => (
            <li key={region}>
              {text(
                'policy_now',
                text(`policy_region_${region}`),
                text(`policy_mode_${by.tracking[region]}`),
              )}
            </li>
          ))}
        {by.unsubscribeLine !== draft.unsubscribeLine && (
          <li>
            {text(
              'policy_now',
              text('policy_line'),
              text(by.unsubscribeLine ? 'policy_on' : 'policy_mode_off'),
            )}
          </li>
        )}
      </ul>
    </Notice>
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
