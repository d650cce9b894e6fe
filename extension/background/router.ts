import { sendersAllowed } from '../../shared/messages/senders-allowed.ts';
import type { Envelope, MessageType } from '../../shared/messages/messages.ts';
import { fail, type Outcome } from '../../shared/messages/outcome.ts';
import type { MessageSender } from '../platform/runtime.ts';
import type { Handler, Handlers } from './handlers.ts';
import { payloads } from './payloads.ts';
import { classify, type Surroundings } from './sender-class.ts';

type Parts = {
  handlers: Handlers;
  surroundings: Surroundings;
  version: string;
  text(key: string, ...values: string[]): string;
};

/** Answers a message, or leaves it (undefined) when it is none of ours. */
export type Route = (message: unknown, sender: MessageSender) => Promise<Outcome<unknown>> | undefined;

/** The one door to the worker: sender class, version and payload are checked here, then one handler answers. */
export function createRouter({ handlers, surroundings, version, text }: Parts): Route {
  const answer = async (envelope: Envelope, sender: MessageSender): Promise<Outcome<unknown>> => {
    const { type } = envelope;
    const from = await classify(sender, surroundings);
    if (!from || !Object.hasOwn(sendersAllowed, type) || !sendersAllowed[type].includes(from.class))
      return fail('refused', text('worker_refused'));
    if (envelope.version !== version) return fail('outdated', text('client_outdated'));
    const payload = payloads[type].safeParse(envelope.payload);
    if (!payload.success) return fail('invalid_request', text('worker_invalid', issueOf(payload.error)));
    return (handlers[type] as Handler<MessageType>)(payload.data as never, from);
  };
  return (message, sender) =>
    isEnvelope(message)
      ? // A fault must not leave the surface waiting; what it says could hold anything, so it is not passed on.
        answer(message, sender).catch(() => fail('internal', text('worker_fault')))
      : undefined;
}

const isEnvelope = (message: unknown): message is Envelope =>
  typeof message === 'object' && message !== null && (message as { behalf?: unknown }).behalf === true;

const issueOf = (error: { issues: { path: PropertyKey[]; message: string }[] }): string => {
  const [issue] = error.issues;
  return issue ? `${issue.path.map(String).join('.')} ${issue.message}`.trim() : '';
};
