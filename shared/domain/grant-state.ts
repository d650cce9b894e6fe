/** Every state a grant can be in. The panel's words for them are in `_locales/en/messages.json`. */
export const grantStates = [
  'requesting',
  'active',
  'suspended',
  'declined',
  'withdrawn',
  'lapsed',
  'revoked',
  'left',
  'expired',
] as const;
export type GrantState = (typeof grantStates)[number];

/** States that still bind the two people: at most one such grant per requestor and mailbox. */
export const openGrantStates = ['requesting', 'active', 'suspended'] as const satisfies GrantState[];

/** What can happen to a grant. Who may do it is decided in `server/grants/`. */
export type GrantEvent =
  'accept' | 'decline' | 'withdraw' | 'lapse' | 'revoke' | 'leave' | 'expire' | 'suspend' | 'resume';

const transitions: Record<GrantEvent, { from: readonly GrantState[]; to: GrantState }> = {
  accept: { from: ['requesting'], to: 'active' },
  decline: { from: ['requesting'], to: 'declined' },
  withdraw: { from: ['requesting'], to: 'withdrawn' },
  lapse: { from: ['requesting'], to: 'lapsed' },
  revoke: { from: ['active', 'suspended'], to: 'revoked' },
  leave: { from: ['active', 'suspended'], to: 'left' },
  expire: { from: ['active', 'suspended'], to: 'expired' },
  suspend: { from: ['active'], to: 'suspended' },
  resume: { from: ['suspended'], to: 'active' },
};

/** The one table of grant transitions: the states `event` may start from and the state it ends in. */
export const grantTransition = (event: GrantEvent): { from: readonly GrantState[]; to: GrantState } =>
  transitions[event];

/** Why a grant is suspended. It becomes active again only when none of these holds any more. */
export const suspensionReasons = ['mailbox', 'pause', 'frozen'] as const;
export type SuspensionReason = (typeof suspensionReasons)[number];

/** A request nobody answered lapses after this long (milliseconds). */
export const requestLifetimeMs = 14 * 24 * 60 * 60 * 1000;

/** After a decline the same requestor waits this long before asking the same person again (milliseconds). */
export const declineCooldownMs = 24 * 60 * 60 * 1000;
