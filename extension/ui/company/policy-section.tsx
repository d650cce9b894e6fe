import type { Me } from '../../../shared/api/me.ts';
import { trackingRegions } from '../../../shared/domain/tracking-policy.ts';
import { ReadNotice } from '../notice.tsx';
import { useClient } from '../surface.tsx';
import { useRead } from '../use-read.ts';
import { PolicyForm } from './policy-form.tsx';

/** What may be seen of emails, in words for everybody, with the choices for admins. */
export function PolicySection({ me }: { me: Me }) {
  const { text } = useClient();
  const policy = useRead('policy:read', undefined, ['policy']);
  const { value } = policy;
  return (
    <section>
      <h2>{text('policy_title')}</h2>
      <p class="quiet">{text('policy_detail')}</p>
      <ReadNotice read={policy} what={text('policy_what')} />
      {value &&
        (me.role === 'admin' ? (
          <PolicyForm policy={value} onSaved={(now) => policy.amend(() => now)} />
        ) : (
          <div class="card">
            <dl class="told">
              {trackingRegions.map((region) => (
                <div key={region}>
                  <dt>{text(`policy_region_${region}`)}</dt>
                  <dd>
                    {text(`policy_mode_${value.tracking[region]}`)}
                    <small>{text(`policy_means_${value.tracking[region]}`)}</small>
                  </dd>
                </div>
              ))}
              <div>
                <dt>{text('policy_line')}</dt>
                <dd>{text(value.unsubscribeLine ? 'policy_line_on' : 'policy_line_off')}</dd>
              </div>
            </dl>
            <small>{text('policy_admins')}</small>
          </div>
        ))}
      <details class="card">
        <summary>{text('policy_how')}</summary>
        <dl class="told">
          {(['opens', 'clicks', 'objection'] as const).map((what) => (
            <div key={what}>
              <dt>{text(`policy_how_${what}`)}</dt>
              <dd>{text(`policy_how_${what}_detail`)}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  );
}
