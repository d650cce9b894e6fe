/** When a server began to work on an email: ids are UUIDs of version 7, which begin with real time (RFC 9562 §5.7). */
export const begunAt = (sendId: string): number =>
  Number.parseInt(sendId.replaceAll('-', '').slice(0, 12), 16);
