import type { Check } from './check.ts';

/** `sent` is what the provider accepted, and what it accepted is `sent`; it went out as it was asked for. */
export const stateIsTrue: Check = {
  name: 'the state is the truth',
  *find({ receipts, stored }) {
    const accepted = new Map(receipts.filter((it) => it.accepted).map((it) => [it.sendId, it]));
    const mailboxes = new Map(stored.mailboxes.map(({ id, email }) => [id, email]));
    for (const { id: sendId, state, mailboxId, toEmail } of stored.sends) {
      const receipt = accepted.get(sendId);
      if (state === 'sent' && !receipt) yield { what: 'It is called sent, and was never accepted.', sendId };
      if (!receipt) continue;
      if (state !== 'sent') yield { what: `The provider accepted it, and it is called ${state}.`, sendId };
      if (receipt.from !== mailboxes.get(mailboxId))
        yield { what: 'It went out from another mailbox.', sendId };
      if (receipt.to.join() !== toEmail) yield { what: 'It went to somebody else.', sendId };
    }
  },
};
