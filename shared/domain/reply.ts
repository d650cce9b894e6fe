/** What a message in a thread is: the answer of a person, of a program in their place, or the post saying it came back. */
export const replyKinds = ['person', 'auto', 'bounce', 'delay'] as const;
export type ReplyKind = (typeof replyKinds)[number];

/** Why an email came back, as far as the headers of the message that says so tell. */
export const bounceReasons = ['address_unknown', 'refused', 'mailbox_full', 'unreachable', 'other'] as const;
export type BounceReason = (typeof bounceReasons)[number];
