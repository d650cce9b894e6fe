import { expect, test } from 'vitest';
import type { Grant } from '../../shared/api/grants.ts';
import type { Send } from '../../shared/api/sends.ts';
import { openerFor } from '../store/testing/engines.ts';
import { createHttpWorld } from '../testing/http-world.ts';
import { sharedGoogle } from '../testing/world.ts';
import { failureText } from './failure-text.ts';

const shared = sharedGoogle();
const open = openerFor('sqlite');
const toMaya = { side: 'acceptor', otherName: 'Ravi' } as const;
const toRavi = { side: 'requestor', otherName: 'Maya' } as const;

test('each of the two people reads of a stopped email in words of their own', async () => {
  const it = await createHttpWorld(await open(), shared.google, { undoMs: 60_000 });
  const [ravi, maya] = [await it.enter('ravi@acme.test'), await it.enter('maya@acme.test')];
  const { body: grant } = await maya.give(ravi);
  const { body: sent } = await ravi.submit({ from: { grantId: grant.id } });
  await maya.post<Grant>(`/v1/grants/${grant.id}/revoke`);
  const read = async (who: typeof ravi) => (await who.get<Send>(`/v1/sends/${sent.id}`)).body.failure;
  const listed = async (who: typeof ravi) =>
    (await who.get<{ items: Send[] }>('/v1/sends')).body.items[0]!.failure;
  expect(await read(ravi)).toEqual({
    code: 'grant_not_live',
    message: 'The permission to send as Maya Chen ended before this went out. Nothing was sent.',
  });
  expect(await read(maya)).toEqual({
    code: 'grant_not_live',
    message: "Ravi Patel's permission to send as you ended before this went out. Nothing was sent.",
  });
  for (const who of [ravi, maya]) expect(await listed(who)).toEqual(await read(who));
});

test('what still waits is not called lost, and what is lost is not said to wait', () => {
  const failure = 'mailbox_disconnected' as const;
  expect(failureText({ state: 'queued', failure }, toRavi)).toContain('goes out once Maya reconnects it');
  expect(failureText({ state: 'queued', failure }, toMaya)).toContain('goes out once you reconnect it');
  expect(failureText({ state: 'blocked', failure }, toRavi)).toContain('Nothing was sent');
  expect(failureText({ state: 'failed', failure: 'provider_unreachable' }, toRavi)).not.toContain(
    'by itself',
  );
});

test('what is looked for is not to be sent again, and only where it is not is the owner asked to look', () => {
  const unclear = { state: 'uncertain', failure: 'outcome_unknown' } as const;
  expect(failureText({ ...unclear, isLookedFor: true }, toRavi)).toContain("please don't send it again");
  expect(failureText({ ...unclear, isLookedFor: true }, toMaya)).toContain('Behalf looks for it');
  expect(failureText(unclear, toRavi)).toContain('Maya can look');
  expect(failureText(unclear, toMaya)).toContain('look into your Sent folder and say');
});
