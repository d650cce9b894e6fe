import { useEffect, useState } from 'preact/hooks';
import type { BatchPreview, PreviewBatch } from '../../../shared/api/batches.ts';
import type { Failure } from '../../../shared/messages/outcome.ts';
import { useClient } from '../surface.tsx';
import { slowAfterMs, type Read } from '../use-read.ts';
import type { Table } from './read-table.ts';

/** Typing comes in bursts, and each question carries the whole list (milliseconds). */
const restMs = 500;

type State = {
  of: string;
  table?: Table | null;
  value?: BatchPreview;
  failure?: Failure;
  slow?: boolean;
};

/**
 * What the server says of `batch` as it is now; asked again a moment after it was changed. The last answer stays while
 * the next one is on its way: `isCurrent` says whether it is about what stands on the page, and `isOfList` whether its
 * line numbers are those of `table`.
 */
export function usePreview(
  batch: PreviewBatch | null,
  table: Table | null,
): Omit<Read<BatchPreview>, 'amend'> & { isCurrent: boolean; isOfList: boolean } {
  const client = useClient();
  const asked = JSON.stringify(batch);
  const [state, setState] = useState<State>({ of: '' });
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (!batch) return undefined;
    let isLatest = true;
    const slow = setTimeout(() => setState((before) => ({ ...before, slow: true })), slowAfterMs);
    const rest = setTimeout(async () => {
      const outcome = await client.ask('batches:preview', batch);
      clearTimeout(slow);
      if (!isLatest) return;
      setState((before) =>
        outcome.ok
          ? { of: asked, table, value: outcome.value }
          : { ...before, slow: false, failure: outcome.error },
      );
    }, restMs);
    return () => {
      isLatest = false;
      clearTimeout(rest);
      clearTimeout(slow);
    };
  }, [client, asked, round]);
  return {
    value: state.value,
    failure: state.failure,
    slow: state.slow ?? false,
    retry: () => setRound((before) => before + 1),
    isCurrent: state.of === asked && !state.failure,
    isOfList: state.table === table,
  };
}
