import { useEffect, useRef, useState } from 'preact/hooks';

/** How long a text must have been on the screen before it can be agreed to (milliseconds). */
const dwellMs = 1000;

/**
 * Watches what is on the screen by its content hash, or whatever else names it, empty while nothing is. `changed`: it is
 * not what it was when this was opened. `ready`: it has stood there long enough, so that a click meant for what was there
 * before agrees to nothing.
 */
export function useShown(contentHash: string): { changed: boolean; ready: boolean } {
  const first = useRef(contentHash);
  const [seen, setSeen] = useState('');
  if (!first.current) first.current = contentHash;
  useEffect(() => {
    const timer = setTimeout(() => setSeen(contentHash), dwellMs);
    return () => clearTimeout(timer);
  }, [contentHash]);
  return { changed: first.current !== contentHash, ready: contentHash !== '' && seen === contentHash };
}
