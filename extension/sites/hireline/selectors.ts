/** Everything of Hireline's markup that the adapter relies on, in one place. */
export const selectors = {
  composer: '.hl-composer',
  fields: '.hl-composer__fields',
  siteFromRow: '.hl-composer__row--from',
  label: '.hl-composer__label',
  chip: '.hl-chip[data-email]',
  chipLabel: '.hl-chip__label',
  recipientInput: '.hl-recipients__input',
  subject: '.hl-composer__subject',
  body: '.hl-editor__body',
  send: '.hl-composer__send',
  close: '.hl-composer__close',
  discardAnyway: '.hl-prompt .hl-button--danger',
  /** Parts of the form with keys of their own, where the site does not send. */
  ownKeys: '.hl-prompt-scrim, .hl-link-form',
  emailSettings: '#settings-email',
  settingsCard: '.hl-settings-card',
  profileAddress: '.hl-profile__who a[href^="mailto:"]',
  profileEmailButton: '.hl-profile__email',
} as const;
