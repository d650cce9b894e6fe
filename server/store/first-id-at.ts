/**
 * The smallest id that can be made at an instant (epoch milliseconds): ids begin with the time they were made at
 * (UUID v7, RFC 9562 §5.7), so that a walk along them is one along time. Written whole, since a database that sorts by
 * the rules of a language compares only what is alike in form as one would think.
 */
export function firstIdAt(instant: number): string {
  const time = Math.max(0, instant).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}
