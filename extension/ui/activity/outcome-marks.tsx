import type { Send } from '../../../shared/api/sends.ts';
import { counted } from '../plural.ts';
import { useClient } from '../surface.tsx';
import { Time } from '../time.tsx';

/** One thing that came of an email, with when, where that is known. */
type Mark = { what: 'bounced' | 'replied' | 'clicked' | 'opened'; at: string | null };

/** What people did about an email, or that it came back; what weighs most first. */
export function marksOf({ outcome }: Pick<Send, 'outcome'>): Mark[] {
  if (!outcome) return [];
  const { bouncedAt, repliedAt, clicks, opens } = outcome;
  return [
    bouncedAt === null ? [] : { what: 'bounced' as const, at: bouncedAt },
    repliedAt === null ? [] : { what: 'replied' as const, at: repliedAt },
    clicks === null || clicks.people === 0 ? [] : { what: 'clicked' as const, at: clicks.firstAt },
    opens === null || opens.people === 0 ? [] : { what: 'opened' as const, at: opens.firstAt },
  ].flat();
}

const icons = {
  opened:
    'M1.5 8s2.4-4.5 6.5-4.5S14.5 8 14.5 8s-2.4 4.5-6.5 4.5S1.5 8 1.5 8ZM8 6.2a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6Z',
  clicked:
    'M6.5 9.5a3 3 0 0 0 4.3.2l2-2a3 3 0 0 0-4.2-4.3l-1 1M9.5 6.5a3 3 0 0 0-4.3-.2l-2 2a3 3 0 0 0 4.2 4.3l1-1',
  replied: 'M6.5 3.5 2.5 7.5l4 4M2.5 7.5h6.5a4.5 4.5 0 0 1 4.5 4.5v.5',
  bounced: 'M8 5v3.5M8 11v.1M8 1.8 14.5 13.5H1.5L8 1.8Z',
};
const tones = { opened: 'seen', clicked: 'seen', replied: 'active', bounced: 'ended-badly' };
const states: Partial<Record<Send['state'], string>> = {
  sent: '',
  failed: 'ended-badly',
  blocked: 'ended-badly',
  rejected: 'ended-badly',
  uncertain: 'suspended',
  held: 'requesting',
};

type OutcomeMarksProps = { send: Pick<Send, 'state' | 'outcome'>; most?: number };

/** What came of an email, in words with a sign each; how far it got where nothing is known. */
export function OutcomeMarks({ send, most }: OutcomeMarksProps) {
  const { text } = useClient();
  const marks = marksOf(send).slice(0, most);
  return (
    <span class="marks">
      {marks.map(({ what }) => (
        <span class={`badge ${tones[what]}`} key={what}>
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d={icons[what]} />
          </svg>
          {text(`outcome_${what}`)}
        </span>
      ))}
      {marks.length === 0 && (
        <span class={`badge ${states[send.state] ?? ''}`}>{text(`send_state_${send.state}`)}</span>
      )}
    </span>
  );
}

/** The same in sentences: when, by whom it seems, and what is not known. Nothing for what was not sent. */
export function OutcomeDetail({ send }: { send: Pick<Send, 'outcome'> }) {
  const { text } = useClient();
  const { outcome } = send;
  if (!outcome) return null;
  const { opens, bounceReason, autoRepliedAt, repliedAt, tracking } = outcome;
  const [first] = marksOf(send);
  const others = opens ? opens.machines + opens.unknown : 0;
  return (
    <>
      {first?.at && (
        <small>
          {text(`outcome_${first.what}`)} <Time at={first.at} />
        </small>
      )}
      {bounceReason && <small>{text(`outcome_${bounceReason}_bounce`)}</small>}
      {autoRepliedAt && !repliedAt && <small>{text('outcome_auto')}</small>}
      {others > 0 && <small>{counted(text, 'outcome_machines', others)}</small>}
      {!first && others === 0 && <small>{text(`outcome_tracking_${opens ? 'nothing' : tracking}`)}</small>}
    </>
  );
}
