import type { ProviderAccount, ProviderGrant } from '../../mail/provider.ts';
import type { AuthFlowRow } from '../../store/auth-flows.ts';
import { findMailboxOf } from '../../store/mailboxes.ts';
import { findMember, findMemberByAccount } from '../../store/members.ts';
import type { MailboxRow, MemberRow } from '../../store/people.ts';
import type { AccountsDeps } from '../deps.ts';
import type { FlowEnd, ProviderAnswer } from '../flow-end.ts';
import { exchangeFlowCode } from '../flow.ts';
import type { ResultPage } from '../result-page.ts';
import { recordRefusal, storeConnection } from './store-connection.ts';
import { startConnect } from './start-connect.ts';

/** Ends a consent. Anything but the member's own account with the right to send leaves nothing behind. */
export async function finishConnect(
  deps: AccountsDeps,
  flow: AuthFlowRow,
  answer: ProviderAnswer,
): Promise<FlowEnd> {
  if ('error' in answer) return page('denied', 200);
  const exchange = await exchangeFlowCode(deps, flow, answer.code);
  if (exchange.outcome === 'unreachable') return page('unreachable', 502);
  if (exchange.outcome !== 'granted') return page('notConfirmed', 400);

  const { grant } = exchange;
  const member = await findMember(deps.store.read, flow.memberId!);
  const mailbox = await findMailboxOf(deps.store.read, flow.memberId!);
  if (!member || !mailbox) throw new Error('A consent belongs to a member who does not exist.');
  if (!isAccountOf(member, grant.account)) {
    await refuseGrant(deps, { member, mailbox, grant, why: 'other_account' });
    return page('otherAccount', 403, { email: member.email });
  }
  if (!grant.scopes.includes(deps.identity.scopes.send)) {
    await refuseGrant(deps, { member, mailbox, grant, why: 'send_not_granted' });
    const tryAgainUrl = await startConnect(deps, member.id, { replies: flow.replies });
    return page('sendNotAllowed', 200, { tryAgainUrl });
  }
  if (grant.refreshToken === null) {
    await refuseGrant(deps, { member, mailbox, grant, why: 'no_lasting_permission' });
    return page('notConfirmed', 400);
  }

  const replies = grant.scopes.includes(deps.identity.scopes.replies);
  const historyId = replies ? await deps.identity.readHistoryId(grant.accessToken) : null;
  const tokens = { ...grant, refreshToken: grant.refreshToken };
  const stored = await storeConnection(deps, { memberId: member.id, mailbox, tokens, replies, historyId });
  if (!stored) {
    await takeBack(deps, grant);
    return page('notPermitted', 403);
  }
  const unasked = flow.replies && !replies;
  return page(unasked ? 'connectedWithoutReplies' : 'connected', 200, { email: member.email });
}

const isAccountOf = (member: MemberRow, { iss, sub }: ProviderAccount): boolean =>
  member.iss === iss && member.sub === sub;

async function refuseGrant(
  deps: AccountsDeps,
  refused: { member: MemberRow; mailbox: MailboxRow; grant: ProviderGrant; why: string },
): Promise<void> {
  await recordRefusal(deps, refused);
  await takeBack(deps, refused.grant);
}

/**
 * Takes back at the provider what we won't keep. The provider ends every permission of an account at once
 * (https://developers.google.com/identity/protocols/oauth2/web-server#tokenrevoke), so not while that account has a
 * mailbox connected here: a member could otherwise disconnect a colleague by passing on a consent link.
 */
async function takeBack(deps: AccountsDeps, grant: ProviderGrant): Promise<void> {
  const { iss, sub } = grant.account;
  const known = await findMemberByAccount(deps.store.read, iss, sub);
  const theirs = known && (await findMailboxOf(deps.store.read, known.id));
  if (theirs?.state === 'connected') return;
  const revoked = await deps.identity.revoke(grant.refreshToken ?? grant.accessToken);
  if (!revoked) deps.log.warn('The provider did not confirm taking back a permission we refused.');
}

const page = (
  name: ResultPage['name'],
  status: ResultPage['status'],
  more: Pick<ResultPage, 'email' | 'tryAgainUrl'> = {},
): FlowEnd => ({ page: { name, status, ...more } });
