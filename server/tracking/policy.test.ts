import { expect, test } from 'vitest';
import type { Policy } from '../../shared/api/policy.ts';
import { defaultPolicy } from '../../shared/domain/tracking-policy.ts';
import { makeAdmin } from '../store/members.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { codeOf, createHttpWorld } from '../testing/http-world.ts';
import { race } from '../testing/race.ts';
import { sharedGoogle } from '../testing/world.ts';

const shared = sharedGoogle();
const changed: Policy = {
  tracking: { consent: 'aggregate', unknown: 'off', elsewhere: 'individual' },
  unsubscribeLine: true,
};

eachEngine((_engine, open) => {
  const scene = async () => {
    const it = await createHttpWorld(await open(), shared.google);
    // Who comes first to a workspace is its admin.
    const [ada, ravi] = [await it.enter('ada@acme.test'), await it.enter('ravi@acme.test')];
    const put = (who: typeof ada, body: unknown) =>
      it.call<Policy>('PUT', '/v1/policy', { body, token: who.tokens.access_token });
    const changes = async () => {
      const audit = await ada.get<{ items: { action: string; details: unknown }[] }>('/v1/audit');
      return audit.body.items.filter(({ action }) => action === 'policy.change');
    };
    return { it, ada, ravi, put, changes };
  };

  test('a workspace that decided nothing tracks nobody where the law asks for consent', async () => {
    const { ravi } = await scene();
    expect((await ravi.get('/v1/policy')).body).toEqual(defaultPolicy);
  });

  test('an admin decides, everybody reads it, and it is written down from what to what', async () => {
    const { ada, ravi, put, changes } = await scene();
    expect((await put(ada, changed)).body).toEqual(changed);
    expect((await ravi.get('/v1/policy')).body).toEqual(changed);
    expect((await changes()).map(({ details }) => details)).toEqual([{ from: defaultPolicy, to: changed }]);
    await put(ada, changed);
    expect(await changes(), 'the same again is no change').toHaveLength(1);
  });

  test('what another admin has decided meanwhile is not replaced unawares, and the refusal says who it was', async () => {
    const { it, ada, ravi, put, changes } = await scene();
    await it.store.tx((q) => makeAdmin(q, ravi.memberId));
    const hers = { ...changed, unsubscribeLine: false };
    await put(ada, { ...changed, from: defaultPolicy });
    const late = await put(ravi, { ...hers, from: defaultPolicy });
    expect([late.status, codeOf(late)]).toEqual([409, 'state_moved_on']);
    expect(late.text).toContain('Ada Okafor changed these rules meanwhile. Nothing was saved');
    expect((await put(ada, { ...hers, from: defaultPolicy })).text).toContain(
      'You changed these rules elsewhere',
    );
    expect((await ravi.get('/v1/policy')).body).toEqual(changed);
    expect(await changes()).toHaveLength(1);
    // What holds already is what was wanted; and who has seen it decides.
    expect((await put(ravi, { ...changed, from: defaultPolicy })).body).toEqual(changed);
    expect((await put(ravi, { ...hers, from: changed })).body).toEqual(hers);
  });

  test('of two admins who save at once on the same rules one is told of the other, in 20 rounds', async () => {
    const { it, ada, ravi, put, changes } = await scene();
    await it.store.tx((q) => makeAdmin(q, ravi.memberId));
    let from: Policy = defaultPolicy;
    for (let round = 0; round < 20; round += 1) {
      const [one, other] = (['individual', 'aggregate', 'off'] as const).filter(
        (mode) => mode !== from.tracking.unknown,
      );
      const wish = (unknown: Policy['tracking']['unknown']) => ({
        ...from,
        tracking: { ...from.tracking, unknown },
        from,
      });
      const answers = await race(
        round,
        () => put(ada, wish(one!)),
        () => put(ravi, wish(other!)),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      from = (await ada.get<Policy>('/v1/policy')).body;
    }
    expect(await changes()).toHaveLength(20);
  });

  test('nobody else decides, and another workspace is none the wiser', async () => {
    const { it, ada, ravi, put, changes } = await scene();
    expect(codeOf(await put(ravi, changed))).toBe('forbidden');
    expect(await changes()).toEqual([]);
    await put(ada, changed);
    const nora = await it.enter('nora.lind@gmail.test');
    expect((await nora.get('/v1/policy')).body).toEqual(defaultPolicy);
  });

  test('half a policy, or a mode that does not exist, is none', async () => {
    const { ada, put } = await scene();
    for (const body of [
      {},
      { tracking: changed.tracking },
      { ...changed, tracking: { ...changed.tracking, consent: 'always' } },
      { ...changed, tracking: { consent: 'off', unknown: 'off' } },
      { ...changed, workspaceId: ada.workspaceId },
    ])
      expect(codeOf(await put(ada, body)), JSON.stringify(body)).toBe('invalid_request');
    expect((await ada.get('/v1/policy')).body).toEqual(defaultPolicy);
  });
});
