import type { BatchForm } from '../../ui/batch/batch-form.ts';
import type { BatchShelf } from '../../ui/batch/batch-view.tsx';

type Kept = { token: string | undefined; form: BatchForm };

const place = 'batch';

/** What was written on this tab's page, for as long as the tab is there. */
export const shelf: BatchShelf = {
  load: (token) => {
    const kept = JSON.parse(sessionStorage.getItem(place) ?? 'null') as Kept | null;
    return kept && kept.token === token ? kept.form : undefined;
  },
  keep: (token, form) => {
    try {
      sessionStorage.setItem(place, JSON.stringify({ token, form } satisfies Kept));
      return true;
    } catch {
      // More than the browser keeps for a tab: an older, smaller one would be worse than none.
      sessionStorage.removeItem(place);
      return false;
    }
  },
  clear: () => sessionStorage.removeItem(place),
};
