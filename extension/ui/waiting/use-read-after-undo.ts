import { useEffect } from 'preact/hooks';
import type { Send } from '../../../shared/api/sends.ts';
import type { Read } from '../use-read.ts';

/** After the end of an undo window the server has another reason (ms). */
const restMs = 500;

/** Reads again when the undo window of what was read is over: no event tells of that. */
export function useReadAfterUndo({ value, retry }: Read<Send[]>): void {
  const ends = (value ?? []).flatMap(({ undoUntil }) => (undoUntil ? [Date.parse(undoUntil)] : []));
  const last = Math.max(0, ...ends);
  useEffect(() => {
    const left = last - Date.now();
    if (left <= 0) return undefined;
    const timer = setTimeout(retry, left + restMs);
    return () => clearTimeout(timer);
  }, [last]);
}
