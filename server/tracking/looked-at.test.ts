import { expect, it } from 'vitest';
import type { Stats } from '../../shared/api/stats.ts';
import type { TrackingMode } from '../../shared/domain/tracking-policy.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { sharedGoogle } from '../testing/world.ts';
import { fewestInSum } from './sums-of-many.ts';
import { trackedWorld } from './testing/tracked-email.ts';

const shared = sharedGoogle();

eachEngine((_, open) => {
  const scene = async (mode: TrackingMode) => {
    const { it: world, ravi, maya, sendTracked } = await trackedWorld(await open(), shared.google, { mode });
    const read = async (side: string, by = 'day') => {
      const { body } = await (side === 'requestor' ? ravi : maya).get<Stats>(
        `/v1/stats?side=${side}&by=${by}`,
      );
      return body;
    };
    const lookedAt = async (side = 'requestor') => {
      const { sent, opensLookedAt, clicksLookedAt } = (await read(side)).total;
      return [sent, opensLookedAt, clicksLookedAt];
    };
    const { items } = (await ravi.get<{ items: { id: string }[] }>('/v1/grants?side=requestor')).body;
    const submit = async (more: object = {}) => {
      await ravi.submit({ from: { grantId: items[0]!.id }, ...more });
      await world.dispatchAll();
    };
    return { sendTracked, submit, read, lookedAt };
  };

  it('of how many emails opens and clicks are looked at is told with the figures, on both sides', async () => {
    const { sendTracked, submit, read, lookedAt } = await scene('individual');
    await sendTracked();
    await submit();
    await submit({ track: { opens: true, clicks: false } });
    for (const side of ['requestor', 'acceptor']) {
      expect(await lookedAt(side)).toEqual([3, 2, 1]);
      expect((await read(side)).days.at(-1)).toMatchObject({ sent: 3, opensLookedAt: 2, clicksLookedAt: 1 });
      const { senders } = await read(side, 'sender');
      expect(senders).toMatchObject([{ sent: 3, opensLookedAt: 2, clicksLookedAt: 1 }]);
    }
  });

  it('emails that count in sums only are looked at once their sum is one of many', async () => {
    const { submit, lookedAt } = await scene('aggregate');
    const track = { opens: true, clicks: true };
    const send = (i: number) => submit({ to: { email: `person-${i}@candidate.test` }, track });
    for (let i = 1; i < fewestInSum; i += 1) await send(i);
    expect(await lookedAt()).toEqual([fewestInSum - 1, 0, 0]);
    await send(fewestInSum);
    expect(await lookedAt()).toEqual([fewestInSum, fewestInSum, fewestInSum]);
  });

  it('where the policy looks at nothing, nothing is, whatever was asked for', async () => {
    const { submit, lookedAt } = await scene('off');
    await submit({ track: { opens: true, clicks: true } });
    expect(await lookedAt()).toEqual([1, 0, 0]);
  });
});
