import type { SubmitSend } from '../../../shared/api/sends.ts';
import type { GiveGrant } from '../../../shared/api/grants.ts';
import type { StorageArea } from '../../platform/storage.ts';
import { base64url } from '../base64url.ts';

/** What is being asked, as it was when the window opened. `digest` is that of the terms the window has shown. */
export type Asked =
  | { kind: 'send'; key: string; send: SubmitSend }
  | { kind: 'give'; give: GiveGrant }
  | { kind: 'accept'; grantId: string; digest?: string };
export type Confirmation = { token: string; asked: Asked; windowId?: number };

const most = 20;

/** The questions that wait for an answer, kept where a restart of the worker finds them. */
export function createConfirmations(session: StorageArea, randomBytes: (count: number) => Uint8Array) {
  let turn: Promise<unknown> = Promise.resolve();
  const load = async () => (await session.get<Confirmation[]>('confirmations')) ?? [];
  const change = <Value>(
    next: (open: Confirmation[]) => { open: Confirmation[]; value: Value },
  ): Promise<Value> => {
    const run = turn.then(async () => {
      const { open, value } = next(await load());
      await session.set('confirmations', open);
      return value;
    });
    turn = run.catch(() => undefined);
    return run;
  };
  const find = async (suits: (each: Confirmation) => boolean) => (await load()).find(suits);

  return {
    open: async (asked: Asked): Promise<Confirmation> => {
      const confirmation = { token: base64url(randomBytes(32)), asked };
      await change((open) => ({ open: [...open, confirmation].slice(-most), value: undefined }));
      return confirmation;
    },
    find,
    change: (token: string, fields: Partial<Confirmation>) =>
      change((open) => ({
        open: open.map((each) => (each.token === token ? { ...each, ...fields } : each)),
        value: undefined,
      })),
    /** Takes a question away: it is answered once. */
    take: (suits: (each: Confirmation) => boolean): Promise<Confirmation | undefined> =>
      change((open) => {
        const value = open.find(suits);
        return { open: open.filter((each) => each !== value), value };
      }),
  };
}
export type Confirmations = ReturnType<typeof createConfirmations>;
