import type { ConfirmQuestion } from '../../shared/messages/confirm-messages.ts';
import type { Grant } from '../../shared/api/grants.ts';
import type { SendFrom } from '../../shared/api/sends.ts';
import type { Sender } from '../../shared/api/senders.ts';
import { fail, succeed, type Outcome } from '../../shared/messages/outcome.ts';
import type { I18n } from '../platform/i18n.ts';
import type { Api } from './api-client.ts';
import type { Ask } from './confirm/ask.ts';
import type { Asked, Confirmations } from './confirm/confirmations.ts';
import type { Handlers } from './handlers.ts';
import type { z } from 'zod';

type Parts = {
  api: Api;
  senders(): ReturnType<Api['senders']>;
  confirmations: Confirmations;
  ask: Ask;
  text: I18n['text'];
};

export function handleConfirm({
  api,
  senders,
  confirmations,
  ask,
  text,
}: Parts): Pick<Handlers, 'pages:confirm' | 'confirm:read' | 'confirm:answer'> {
  const gone = () => fail('not_found', text('worker_question_gone'));
  const question = async (asked: Asked): Promise<Outcome<ConfirmQuestion>> => {
    if (asked.kind === 'send') {
      const all = await senders();
      if (!all.ok) return all;
      const sender = all.value.find((each) => isFrom(each, asked.send.from));
      if (!sender) return fail('not_found', text('worker_no_such_sender'));
      const { name: senderName, email: senderEmail } = sender.person;
      return succeed({ kind: 'send', send: asked.send, senderName, senderEmail });
    }
    if (asked.kind === 'give') {
      const team = await api.team();
      if (!team.ok) return team;
      const requestor = team.value.find(({ id }) => id === asked.give.requestorId);
      return requestor ? succeed({ kind: 'give', give: asked.give, requestor }) : gone();
    }
    // Read anew, not from the cache: these are the terms somebody agrees to.
    const grants = await api.grants();
    if (!grants.ok) return grants;
    const grant = grants.value.find(({ id }) => id === asked.grantId);
    return grant ? succeed({ kind: 'accept', grantId: grant.id, grant }) : gone();
  };

  return {
    'pages:confirm': async (asked) => {
      const outcome = await ask.ask(
        'give' in asked ? { kind: 'give', give: asked.give } : { kind: 'accept', grantId: asked.accept },
      );
      return outcome as Outcome<Grant>;
    },
    'confirm:read': async ({ token }) => {
      const confirmation = await confirmations.find((each) => each.token === token);
      if (!confirmation) return gone();
      const { asked } = confirmation;
      const outcome = await question(asked);
      // The acceptance will name the terms that this window shows, whatever they become meanwhile.
      if (outcome.ok && outcome.value.kind === 'accept' && asked.kind === 'accept')
        await confirmations.change(token, { asked: { ...asked, digest: outcome.value.grant.termsDigest } });
      return outcome;
    },
    'confirm:answer': async ({ token, yes }) => {
      const outcome = await ask.answer(token, yes);
      if (outcome === null) return gone();
      return yes && !outcome.ok ? outcome : succeed(null);
    },
  };
}

const isFrom = (sender: Sender, from: z.infer<typeof SendFrom>): boolean =>
  'grantId' in from
    ? sender.grantId === from.grantId
    : sender.grantId === null && sender.mailboxId === from.mailboxId;
