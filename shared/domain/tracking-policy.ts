/**
 * What may be seen of an email once it was sent. `individual`: that this recipient opened or clicked. `aggregate`: only
 * sums over many emails, nothing of this one. `off`: nothing is put into it.
 */
export const trackingModes = ['off', 'aggregate', 'individual'] as const;
export type TrackingMode = (typeof trackingModes)[number];

/**
 * Where a recipient is taken to be, by what their address tells. `consent`: where a pixel wants the reader's consent
 * (ePrivacy directive 2002/58/EC art. 5(3) with EDPB guidelines 2/2023, and laws like it). `unknown`: an address that
 * tells nothing, like one of a provider's.
 */
export const trackingRegions = ['consent', 'unknown', 'elsewhere'] as const;
export type TrackingRegion = (typeof trackingRegions)[number];

/** What a workspace has decided about emails of its members. */
export type WorkspacePolicy = {
  tracking: Record<TrackingRegion, TrackingMode>;
  /** Whether each email ends with a line by which its reader can ask not to be written to again. */
  unsubscribeLine: boolean;
};

/** The policy of a workspace that has decided nothing: where the law asks for consent, nothing is tracked. */
export const defaultPolicy: WorkspacePolicy = {
  tracking: { consent: 'off', unknown: 'aggregate', elsewhere: 'individual' },
  unsubscribeLine: false,
};

/** What a sender asked to see of an email. */
export type Asked = { opens: boolean; clicks: boolean };

/** What may be seen of an email to a recipient of that region: nothing that was not asked for, nothing against the policy. */
export const trackingOf = (policy: WorkspacePolicy, region: TrackingRegion, asked: Asked): TrackingMode =>
  asked.opens || asked.clicks ? policy.tracking[region] : 'off';
