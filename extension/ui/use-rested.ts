import { useEffect, useState } from 'preact/hooks';

/** Typing comes in bursts (milliseconds). */
const restMs = 250;

/** `value` as it was when it last stood still for a moment: what is asked of the server while somebody types. */
export function useRested<Value>(value: Value): Value {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMs);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
