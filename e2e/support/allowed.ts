import type { Person } from '../../demo/journey/person.ts';
import type { ApprovalMode } from '../../shared/domain/terms.ts';
import { beConnected, beSignedIn, done } from './signed-in.ts';

/** Both are signed in, Maya's mailbox is connected, and she lets Ravi send from it. Nobody has a page open. */
export async function allow(ravi: Person, maya: Person, approval: ApprovalMode = 'none'): Promise<void> {
  const [, mayas] = await Promise.all([beSignedIn(ravi), beSignedIn(maya)]);
  await beConnected(maya, mayas);
  const team = await done(mayas.team());
  const requestorId = team.find(({ email }) => email === ravi.email)!.id;
  await done(mayas.giveGrant({ requestorId, terms: { approval } }));
}
