import { expect, test } from 'vitest';
import type { Send } from '../../shared/api/sends.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { codeOf, createHttpWorld } from '../testing/http-world.ts';
import { sampleSend, sharedGoogle } from '../testing/world.ts';

const shared = sharedGoogle();

eachEngine((_engine, open) => {
  const scene = async () => {
    const it = await createHttpWorld(await open(), shared.google);
    const [ada, ravi] = [await it.enter('ada@acme.test'), await it.enter('ravi@acme.test')];
    return { it, ada, ravi, maya: await it.enter('maya@acme.test'), tom: await it.enter('tom@acme.test') };
  };

  test('only the owner of the mailbox accepts: not the requestor, another member or an admin', async () => {
    const { it, ada, ravi, maya, tom } = await scene();
    const asked = (await ravi.request(maya)).body;
    expect((await ravi.accept(asked)).status).toBe(403);
    expect((await tom.accept(asked)).status).toBe(404);
    expect((await ada.accept(asked)).status).toBe(404);
    expect((await ravi.submit({ from: { grantId: asked.id } })).status).toBe(403);
    expect((await maya.accept(asked)).status).toBe(200);
    expect(it.sends()).toEqual([]);
  });

  test('acceptance names the terms that were shown, and the digest of others is refused', async () => {
    const { ravi, maya } = await scene();
    const asked = (await ravi.request(maya, { dailyCap: 500 })).body;
    for (const termsDigest of ['0'.repeat(64), `${asked.termsDigest.slice(0, -1)}x`]) {
      const answer = await maya.post(`/v1/grants/${asked.id}/accept`, { termsDigest });
      expect(['terms_moved_on', 'invalid_request']).toContain(codeOf(answer));
    }
    const withTerms = { termsDigest: asked.termsDigest, terms: { dailyCap: 2000 } };
    expect((await maya.post(`/v1/grants/${asked.id}/accept`, withTerms)).status).toBe(400);
    const [seen] = (await maya.get<{ items: { state: string }[] }>('/v1/grants')).body.items;
    expect(seen!.state).toBe('requesting');
  });

  test('of twenty acceptances at once one counts, and a replay after the end opens nothing', async () => {
    const { it, ravi, maya } = await scene();
    const asked = (await ravi.request(maya)).body;
    const all = await Promise.all(Array.from({ length: 20 }, () => maya.accept(asked)));
    expect(all.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 19 }, () => 409)]);
    await maya.post(`/v1/grants/${asked.id}/revoke`);
    expect(codeOf(await maya.accept(asked))).toBe('state_moved_on');
    expect((await ravi.submit({ from: { grantId: asked.id } })).status).toBe(403);
    await it.dispatchAll();
    expect(it.sends()).toEqual([]);
  });

  test('an accept that races a withdrawal leaves one of the two', async () => {
    const { ravi, maya } = await scene();
    for (let round = 0; round < 5; round += 1) {
      const asked = (await ravi.request(maya)).body;
      const [accepted, withdrawn] = await Promise.all([
        maya.accept(asked),
        ravi.post(`/v1/grants/${asked.id}/withdraw`),
      ]);
      expect([accepted.status, withdrawn.status].sort()).toEqual([200, 409]);
      if (accepted.status === 200) await maya.post(`/v1/grants/${asked.id}/revoke`);
    }
  });

  test('what was approved is what goes out: an old hash, the requestor’s own yes and an admin’s are refused', async () => {
    const { it, ada, ravi, maya, tom } = await scene();
    const grant = (await maya.give(ravi, { approval: 'every' })).body;
    const held = (await ravi.submit({ from: { grantId: grant.id }, html: '<p>Agreed words</p>' })).body;
    const other = (await ravi.submit({ from: { grantId: grant.id }, html: '<p>Other words</p>' })).body;
    expect([held.state, other.state]).toEqual(['held', 'held']);
    const approve = (who: typeof maya, { id }: Send, contentHash: string) =>
      who.post(`/v1/sends/${id}/approve`, { contentHash });
    expect(codeOf(await approve(maya, held, other.contentHash))).toBe('state_moved_on');
    expect((await approve(ravi, held, held.contentHash)).status).toBe(403);
    expect((await approve(ada, held, held.contentHash)).status).toBe(404);
    expect((await approve(tom, held, held.contentHash)).status).toBe(404);
    await it.dispatchAll();
    expect(it.sends()).toEqual([]);

    expect((await approve(maya, held, held.contentHash)).status).toBe(200);
    expect((await approve(maya, held, held.contentHash)).status).toBe(409);
    await it.dispatchAll();
    expect(it.sends().map(({ send }) => send!.behalfId)).toEqual([held.id]);
    const sent = (await shared.google.mailbox('maya@acme.test')).at(-1)!;
    expect(sent.html).toContain('Agreed words');
  });

  test('a rejected email can’t be approved, and an approved one not once the grant is revoked', async () => {
    const { it, ravi, maya } = await scene();
    const grant = (await maya.give(ravi, { approval: 'every' })).body;
    const [first, second] = [
      (await ravi.submit({ from: { grantId: grant.id } })).body,
      (await ravi.submit({ from: { grantId: grant.id } })).body,
    ];
    await maya.post(`/v1/sends/${first.id}/reject`);
    const { contentHash } = first;
    expect((await maya.post(`/v1/sends/${first.id}/approve`, { contentHash })).status).toBe(409);
    await maya.post(`/v1/sends/${second.id}/approve`, { contentHash: second.contentHash });
    await maya.post(`/v1/grants/${grant.id}/revoke`);
    await it.dispatchAll();
    expect(it.sends()).toEqual([]);
  });

  test('there is no way to change a send after it was submitted', async () => {
    const { it, ravi, maya } = await scene();
    const grant = (await maya.give(ravi, { approval: 'every' })).body;
    const held = (await ravi.submit({ from: { grantId: grant.id } })).body;
    for (const method of ['PUT', 'PATCH', 'POST', 'DELETE']) {
      const answer = await it.call(method, `/v1/sends/${held.id}`, {
        body: { ...sampleSend, html: '<p>changed</p>' },
        token: ravi.tokens.access_token,
      });
      expect(answer.status, method).toBe(404);
    }
    expect((await ravi.get<Send>(`/v1/sends/${held.id}`)).body.contentHash).toBe(held.contentHash);
  });
});
