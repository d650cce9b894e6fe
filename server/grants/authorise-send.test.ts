import { describe, expect, it } from 'vitest';
import { grantStates } from '../../shared/domain/grant-state.ts';
import { mailboxStates } from '../../shared/api/mailboxes.ts';
import { defaultTerms } from '../../shared/domain/terms.ts';
import { authoriseSend, type SendFacts } from './authorise-send.ts';

const facts = (
  change: {
    grant?: Partial<NonNullable<SendFacts['grant']>> | null;
    mailbox?: Partial<SendFacts['mailbox']>;
    requestorFrozen?: boolean;
    toEmail?: string;
    recipientSuppressed?: boolean;
  } = {},
): SendFacts => ({
  now: 1000,
  requestorId: 'ravi',
  requestorFrozen: change.requestorFrozen ?? false,
  toEmail: change.toEmail ?? 'jonas@candidate.test',
  recipientSuppressed: change.recipientSuppressed ?? false,
  grant:
    change.grant === null
      ? null
      : {
          requestorId: 'ravi',
          mailboxId: 'box',
          state: 'active',
          endsAt: null,
          iss: 'google',
          sub: 'maya-1',
          terms: defaultTerms,
          ...change.grant,
        },
  mailbox: {
    id: 'box',
    ownerId: 'maya',
    state: 'connected',
    iss: 'google',
    sub: 'maya-1',
    ownerFrozen: false,
    ownerPaused: false,
    ...change.mailbox,
  },
});

describe('authoriseSend', () => {
  it('says yes to a live grant from a connected mailbox', () => {
    expect(authoriseSend(facts())).toBeNull();
  });

  it('says yes in exactly one of all combinations of grant state, mailbox state, pause and freezes', () => {
    const yes: unknown[] = [];
    for (const state of grantStates)
      for (const mailboxState of mailboxStates)
        for (const ownerPaused of [false, true])
          for (const ownerFrozen of [false, true])
            for (const requestorFrozen of [false, true])
              for (const endsAt of [null, 999, 1000, 1001]) {
                const mailbox = { state: mailboxState, ownerPaused, ownerFrozen };
                const answer = authoriseSend(facts({ grant: { state, endsAt }, mailbox, requestorFrozen }));
                if (answer === null)
                  yes.push({ state, mailboxState, ownerPaused, ownerFrozen, requestorFrozen, endsAt });
              }
    const live = {
      state: 'active',
      mailboxState: 'connected',
      ownerPaused: false,
      ownerFrozen: false,
      requestorFrozen: false,
    };
    expect(yes).toEqual([
      { ...live, endsAt: null },
      { ...live, endsAt: 1001 },
    ]);
  });

  it('says no to a grant of somebody else, or for another mailbox', () => {
    expect(authoriseSend(facts({ grant: { requestorId: 'tom' } }))).toBe('grant_not_live');
    expect(authoriseSend(facts({ grant: { mailboxId: 'other' } }))).toBe('grant_not_live');
  });

  it('says no when the address belongs to another provider account than consent was given for', () => {
    expect(authoriseSend(facts({ mailbox: { sub: 'maya-2' } }))).toBe('grant_not_live');
    expect(authoriseSend(facts({ mailbox: { iss: 'elsewhere' } }))).toBe('grant_not_live');
  });

  it('lets somebody without a grant send from their own mailbox only, also while they paused others', () => {
    expect(authoriseSend(facts({ grant: null }))).toBe('grant_not_live');
    expect(authoriseSend(facts({ grant: null, mailbox: { ownerId: 'ravi', ownerPaused: true } }))).toBeNull();
    expect(authoriseSend(facts({ grant: null, mailbox: { ownerId: 'ravi', state: 'disconnected' } }))).toBe(
      'mailbox_disconnected',
    );
  });

  it('says no to a suppressed recipient, whoever writes and however well they may, and before what may pass', () => {
    const suppressed = { recipientSuppressed: true };
    const own = { grant: null, mailbox: { ownerId: 'ravi' } };
    for (const change of [{}, own]) {
      expect(authoriseSend(facts({ ...change, ...suppressed }))).toBe('recipient_suppressed');
      for (const state of mailboxStates)
        for (const ownerPaused of [false, true])
          expect(
            authoriseSend(
              facts({ ...change, ...suppressed, mailbox: { ...own.mailbox, state, ownerPaused } }),
            ),
          ).toBe('recipient_suppressed');
    }
  });

  it('says nothing about recipients to somebody who has no permission', () => {
    for (const state of grantStates.filter((it) => it !== 'active' && it !== 'suspended'))
      expect(authoriseSend(facts({ grant: { state }, recipientSuppressed: true }))).toBe('grant_not_live');
    expect(authoriseSend(facts({ grant: null, recipientSuppressed: true }))).toBe('grant_not_live');
  });

  it.each([
    [{ allowedDomains: ['candidate.test'] }, null],
    [{ allowedDomains: ['other.test'] }, 'recipient_not_allowed'],
    [{ blockedDomains: ['candidate.test'] }, 'recipient_not_allowed'],
    [{ allowedDomains: ['candidate.test'], blockedDomains: ['candidate.test'] }, 'recipient_not_allowed'],
    [{ blockedDomains: ['test'] }, 'recipient_not_allowed'],
    [{ blockedDomains: ['date.test'] }, null],
  ])('judges the recipient under %j', (terms, answer) => {
    expect(authoriseSend(facts({ grant: { terms: { ...defaultTerms, ...terms } } }))).toBe(answer);
  });
});
