/** What a mailbox is asked for (https://developers.google.com/workspace/gmail/api/auth/scopes). */
export const sendScope = 'https://www.googleapis.com/auth/gmail.send';
/** Headers and labels without bodies: enough to see *that* somebody replied. */
export const metadataScope = 'https://www.googleapis.com/auth/gmail.metadata';
