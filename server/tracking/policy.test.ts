import { expect, test } from 'vitest';
import type { Policy } from '../../shared/api/policy.ts';
import { defaultPolicy } from '../../shared/domain/tracking-policy.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { codeOf, createHttpWorld } from '../testing/http-world.ts';
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
