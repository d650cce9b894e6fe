import { describe, expect, test } from 'vitest';
import type { Grant } from '../../../shared/api/grants.ts';
import { grant, mailbox, maya, me, tom } from '../gallery/people.ts';
import { standing, stillSo, type About, type Facts, type Told } from './told.ts';

const at = (day: number) => `2026-03-0${day}T12:00:00.000Z`;
const mine = (state: Grant['state'], id = 'new', createdAt = at(2)) =>
  grant(me, maya, { id, state, createdAt });
const knowing = (...grants: Grant[]): Facts => ({ me, grants, mailbox });

/** What becomes of a sentence told while the panel knew `first`, as it reads one list of facts after the other. */
function tell(about: About, first: Facts, ...later: Facts[]): (string | undefined)[] {
  let told: Told | null = { sentence: 'Done.', about, before: standing(about, first) };
  return [first, ...later].map((facts) => {
    told &&= stillSo(told, standing(told.about, facts));
    return told?.sentence;
  });
}

describe('a sentence about a grant', () => {
  const asked = { grant: mine('requesting') };

  test('stays while the panel has not caught up, and once it has', () =>
    expect(tell(asked, knowing(), knowing(), knowing(mine('requesting')))).toEqual([
      'Done.',
      'Done.',
      'Done.',
    ]));

  test.each(['active', 'declined', 'withdrawn'] as const)('goes when the grant becomes %s', (state) =>
    expect(tell(asked, knowing(), knowing(mine('requesting')), knowing(mine(state)))).toEqual([
      'Done.',
      'Done.',
      undefined,
    ]),
  );

  test('goes also when the panel never saw the state it speaks of', () =>
    expect(tell(asked, knowing(), knowing(mine('active')))).toEqual(['Done.', undefined]));

  test('does not come back when the grant does', () => {
    const given = { grant: mine('active') };
    const suspended = knowing(mine('suspended'));
    expect(tell(given, knowing(), knowing(mine('active')), suspended, knowing(mine('active')))).toEqual([
      'Done.',
      'Done.',
      undefined,
      undefined,
    ]);
  });

  test('goes when a newer grant between the two says something else', () => {
    const left = mine('left', 'old', at(1));
    const facts = [knowing(mine('active', 'old', at(1))), knowing(left), knowing(left, mine('active'))];
    expect(tell({ grant: left }, ...(facts as [Facts, Facts, Facts]))).toEqual(['Done.', 'Done.', undefined]);
  });

  test('has nothing to do with other people, nor with the other direction', () => {
    const others = [grant(me, tom, { state: 'revoked' }), grant(maya, me, { createdAt: at(3) })];
    expect(tell(asked, knowing(mine('requesting')), knowing(mine('requesting'), ...others))).toEqual([
      'Done.',
      'Done.',
    ]);
  });
});

test('a sentence about the pause goes when it is taken back, elsewhere as well', () => {
  const paused: Facts = { ...knowing(), me: { ...me, pausedAt: at(1) } };
  expect(tell({ paused: true }, knowing(), paused, knowing())).toEqual(['Done.', 'Done.', undefined]);
});

test('a sentence about the mailbox goes when that is connected again', () => {
  const gone: Facts = { ...knowing(), mailbox: { ...mailbox, state: 'disconnected' } };
  expect(tell({ mailbox: 'disconnected' }, knowing(), gone, knowing())).toEqual([
    'Done.',
    'Done.',
    undefined,
  ]);
});
