/**
 * How far this browser's clock is ahead of the server's (milliseconds), as one send tells: it was made between `askedAt`
 * and `answeredAt` by our clock, and at `madeAt` (ISO 8601) by the server's. Zero where the two may well agree.
 */
export function clockAhead(madeAt: string, askedAt: number, answeredAt: number): number {
  const made = Date.parse(madeAt);
  return Math.min(Math.max(0, askedAt - made), answeredAt - made);
}
