import type { SendDetail } from '../../../shared/api/sends.ts';
import { firstName } from '../person-name.ts';
import { useClient } from '../surface.tsx';

type AdditionsProps = { send: Pick<SendDetail, 'requestor' | 'tracking' | 'unsubscribeLine'> };

/** What goes into an email beside its words: what tells that it was read, and the line that ends it. */
export function Additions({ send: { requestor, tracking, unsubscribeLine } }: AdditionsProps) {
  const { text } = useClient();
  if (!tracking && !unsubscribeLine) return <p class="quiet">{text('added_nothing')}</p>;
  return (
    <div class="quiet">
      {text('added_title')}
      <ul class="list">
        {tracking?.opens && <li>{text('added_picture')}</li>}
        {tracking?.clicks && <li>{text('added_links')}</li>}
        {unsubscribeLine && <li>{text('added_line')}</li>}
      </ul>
      {tracking && text(`added_seen_${tracking.mode}`, firstName(requestor.name))}
    </div>
  );
}
