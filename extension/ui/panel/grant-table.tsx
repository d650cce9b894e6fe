import { useState } from 'preact/hooks';
import { matches } from '../filter.ts';
import { GrantRow } from './grant-row.tsx';
import type { GrantTableProps } from './grant-props.ts';
import { headings } from './headings.ts';
import { counted } from '../plural.ts';
import { otherOf, sortGrants } from './row-action.ts';
import { useClient } from '../surface.tsx';

const columns = ['person', 'status', 'since', 'until', 'today'] as const;
const step = 10;

/** One table of both directions: what needs an answer first, then what is open, then what has ended. */
export function GrantTable({ grants, openGrantId, ...row }: GrantTableProps) {
  const { text } = useClient();
  const [query, setQuery] = useState('');
  const [limit, setLimit] = useState(step);
  const sorted = sortGrants(grants, row.me.id);
  const found = sorted.filter((grant) => {
    const { name, email } = otherOf(grant, row.me.id);
    return matches(query, name, email, text(`panel_state_${grant.state}`));
  });
  // The one that was asked for is shown however long the list is.
  const shown = found.filter((grant, index) => index < limit || grant.id === openGrantId);

  if (!grants.length) {
    const { part: Heading } = headings[row.surface];
    return (
      <div class="empty">
        <Heading>{text('panel_empty')}</Heading>
        <p class="quiet">{text('panel_empty_detail')}</p>
      </div>
    );
  }
  return (
    <div class="grants">
      {grants.length > step && (
        <input
          type="search"
          aria-label={text('panel_filter')}
          placeholder={text('panel_filter')}
          value={query}
          onInput={(event) => setQuery(event.currentTarget.value)}
        />
      )}
      <table aria-label={text('panel_table')}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col" key={column}>
                {text(`panel_column_${column}`)}
              </th>
            ))}
            <th scope="col">
              <span class="only-read">{text('panel_column_action')}</span>
            </th>
          </tr>
        </thead>
        {shown.map((grant) => (
          <GrantRow {...row} key={grant.id} grant={grant} all={grants} opened={grant.id === openGrantId} />
        ))}
      </table>
      {!found.length && <p class="empty quiet">{text('common_none_found', query)}</p>}
      {found.length > shown.length && (
        <button type="button" onClick={() => setLimit(limit + step * 2)}>
          {counted(text, 'panel_show_more', found.length - shown.length)}
        </button>
      )}
    </div>
  );
}
