import type { Send } from '../../../shared/api/sends.ts';

/** What a server that has these sends answers to `GET /v1/sends?…`. */
export function listSends(path: string, sends: readonly Send[]) {
  const state = new URL(path, 'http://server').searchParams.get('state');
  return { items: sends.filter((send) => state === null || send.state === state), nextCursor: null };
}
