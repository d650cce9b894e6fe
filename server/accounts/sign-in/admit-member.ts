import { v7 as newId } from 'uuid';
import { appendAudit } from '../../audit/append.ts';
import type { ProviderAccount } from '../../mail/provider.ts';
import { tellTeam } from '../../store/events.ts';
import { insertMailbox } from '../../store/mailboxes.ts';
import {
  findMemberByAccount,
  insertMember,
  lockMemberByAccount,
  updateProfile,
} from '../../store/members.ts';
import type { MailboxRow, MemberRow } from '../../store/people.ts';
import type { Db } from '../../store/store.ts';
import {
  findWorkspaceByDomain,
  insertWorkspace,
  lockWorkspaces,
  type WorkspaceRow,
} from '../../store/workspaces.ts';
import { supersedeNamesakes } from './supersede.ts';

/** The member an account is, and the mailboxes (as they were) whose permission is to be taken back at the provider. */
export type Admission = { member: MemberRow; superseded: MailboxRow[] };

/**
 * Finds the member of a provider account, or makes one: account id decides, never the address. A hosted domain's
 * first member makes its workspace and is its admin; a personal account gets a workspace of its own.
 */
export async function admitMember(q: Db, account: ProviderAccount, now: number): Promise<Admission> {
  const known = await lockMemberByAccount(q, account.iss, account.sub);
  const member = known ? await refreshProfile(q, known, account) : await createMember(q, account, now);
  const superseded = await supersedeNamesakes(q, member, now);
  return { member, superseded };
}

async function refreshProfile(q: Db, member: MemberRow, account: ProviderAccount): Promise<MemberRow> {
  const { email, name, pictureUrl } = account;
  if (member.email === email && member.name === name && member.pictureUrl === pictureUrl) return member;
  await updateProfile(q, member.id, { email, name, pictureUrl });
  return { ...member, email, name, pictureUrl };
}

async function createMember(q: Db, account: ProviderAccount, now: number): Promise<MemberRow> {
  const { workspace, isNew } = await workspaceFor(q, account, now);
  const { iss, sub, email, name, pictureUrl } = account;
  const inserted = await insertMember(q, {
    id: newId(),
    workspaceId: workspace.id,
    ...{ iss, sub, email, name, pictureUrl },
    role: isNew ? 'admin' : 'member',
    createdAt: now,
  });
  // Two windows of one person at once: the other one has made the member meanwhile.
  if (!inserted) return (await findMemberByAccount(q, iss, sub))!;
  await insertMailbox(q, {
    id: newId(),
    workspaceId: workspace.id,
    memberId: inserted.id,
    email,
    name,
    state: 'unconnected',
  });
  await tellTeam(q, workspace.id, { memberId: inserted.id, at: now });
  const entry = { workspaceId: workspace.id, at: now, actorId: inserted.id };
  if (isNew) {
    await appendAudit(q, {
      ...entry,
      action: 'workspace.create',
      subjectType: 'workspace',
      subjectId: workspace.id,
    });
  }
  await appendAudit(q, {
    ...entry,
    action: 'member.join',
    subjectType: 'member',
    subjectId: inserted.id,
    details: { role: inserted.role },
  });
  return inserted;
}

async function workspaceFor(
  q: Db,
  { hostedDomain, name }: ProviderAccount,
  now: number,
): Promise<{ workspace: WorkspaceRow; isNew: boolean }> {
  const existing = hostedDomain === null ? null : await findWorkspaceByDomain(q, hostedDomain);
  // Locked and looked at again: its last member may be leaving and closing it.
  const [still] = existing ? await lockWorkspaces(q, [existing.id]) : [];
  if (still?.domain) return { workspace: still, isNew: false };
  const row = { id: newId(), name: hostedDomain ?? name, domain: hostedDomain, createdAt: now };
  const made = await insertWorkspace(q, row);
  if (made) return { workspace: made, isNew: true };
  return { workspace: (await findWorkspaceByDomain(q, hostedDomain!))!, isNew: false };
}
