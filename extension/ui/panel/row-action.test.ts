import { describe, expect, test } from 'vitest';
import { grantStates } from '../../../shared/domain/grant-state.ts';
import { ago, grant, lena, maya, me, tom } from '../gallery/people.ts';
import { askAgainAt, rowAction, sortGrants } from './row-action.ts';

const asRequestor = (rest: Parameters<typeof grant>[2]) => rowAction(grant(me, maya, rest), me.id, []);
const asAcceptor = (rest: Parameters<typeof grant>[2]) => rowAction(grant(maya, me, rest), me.id, []);

describe('the action of a row', () => {
  test('is to withdraw or leave what is open, for the requestor', () => {
    expect(asRequestor({ state: 'requesting' })).toBe('withdraw');
    expect(asRequestor({ state: 'active' })).toBe('leave');
    expect(asRequestor({ state: 'suspended', suspendedBy: ['mailbox'] })).toBe('leave');
  });

  test('is to accept or revoke what is open, for the acceptor', () => {
    expect(asAcceptor({ state: 'requesting' })).toBe('accept');
    expect(asAcceptor({ state: 'active' })).toBe('revoke');
    expect(asAcceptor({ state: 'suspended', suspendedBy: ['pause'] })).toBe('revoke');
  });

  test('is to reconnect when the acceptor’s own mailbox is in the way', () =>
    expect(asAcceptor({ state: 'suspended', suspendedBy: ['pause', 'mailbox'] })).toBe('reconnect'));

  test('is to begin anew once it has ended', () => {
    expect(asRequestor({ state: 'expired' })).toBe('askAgain');
    expect(asAcceptor({ state: 'revoked' })).toBe('giveAgain');
  });

  test('is none when a newer grant of the same direction is open, and one when it is of the other', () => {
    const ended = grant(me, maya, { state: 'left' });
    expect(rowAction(ended, me.id, [ended, grant(me, maya)])).toBeNull();
    expect(rowAction(ended, me.id, [ended, grant(maya, me)])).toBe('askAgain');
  });

  test('exists for every state on both sides', () => {
    for (const state of grantStates) {
      expect(asRequestor({ state }), state).not.toBeNull();
      expect(asAcceptor({ state }), state).not.toBeNull();
    }
  });
});

test('a declined requestor may ask again after a day', () => {
  const declined = grant(me, maya, { state: 'declined', endedAt: '2026-03-01T12:00:00.000Z' });
  const after = (hours: number) =>
    askAgainAt(declined, Date.parse('2026-03-01T12:00:00Z') + hours * 3_600_000);
  expect(after(23)).toBe('2026-03-02T12:00:00.000Z');
  expect(after(24)).toBeNull();
});

test('what needs an answer stands first, what has ended last', () => {
  const rows = [
    grant(me, maya, { state: 'left' }),
    grant(me, tom),
    grant(me, lena, { state: 'requesting' }),
    grant(tom, me, { state: 'requesting' }),
  ];
  expect(sortGrants(rows, me.id)).toEqual([rows[3], rows[2], rows[1], rows[0]]);
});

test('what has just ended stands before what ended earlier, however old it is', () => {
  const earlier = grant(me, tom, {
    state: 'left',
    createdAt: '2026-03-02T12:00:00.000Z',
    endedAt: ago(5_000),
  });
  const later = grant(me, maya, { state: 'left', createdAt: '2026-03-01T12:00:00.000Z', endedAt: ago(0) });
  expect(sortGrants([earlier, later], me.id)).toEqual([later, earlier]);
});
