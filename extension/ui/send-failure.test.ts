import { expect, test } from 'vitest';
import type { Send } from '../../shared/api/sends.ts';
import { send } from './gallery/people.ts';
import { text } from './gallery/fake-client.ts';
import { failureKey } from './send-failure.ts';

type Side = Parameters<typeof failureKey>[1];
type Code = NonNullable<Send['failure']>['code'];
const told = (side: Side, state: Send['state'], code: Code) =>
  text(
    failureKey(send({ state, failure: { code, message: '' } }), side)!,
    side === 'acceptor' ? 'Ravi' : 'Maya',
  );

test('the acceptor is not told to ask for their own permission', () => {
  expect(told('requestor', 'blocked', 'grant_not_live')).toContain('Maya’s permission ended');
  expect(told('acceptor', 'blocked', 'grant_not_live')).toBe(
    'Ravi’s permission to send as you ended before the email went out.',
  );
  expect(told('acceptor', 'blocked', 'mailbox_paused')).toContain('You paused');
  expect(told('acceptor', 'blocked', 'mailbox_disconnected')).toContain('Your mailbox');
});

test('what is tried again by itself is not to be sent again', () => {
  expect(told('requestor', 'queued', 'mailbox_disconnected')).toContain('goes out by itself');
  expect(told('requestor', 'queued', 'provider_limit')).toContain('don’t send it again');
  expect(told('requestor', 'sending', 'provider_unreachable')).toContain('don’t send it again');
});

test('what has ended is not tried again', () => {
  expect(told('requestor', 'blocked', 'mailbox_disconnected')).toContain('then send again');
  expect(told('requestor', 'failed', 'provider_unreachable')).toContain('has stopped trying');
});

test('there is nothing to tell of what went well', () =>
  expect(failureKey(send({ state: 'sent' }), 'acceptor')).toBeNull());
